// POST /api/webhooks/kakao/account-state: Kakao says what has happened to somebody's account.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { runJobsAfterOneOfMany } from "#lib/jobs/kick";
import { takeAccountState } from "#lib/webhooks/account-state";

export const POST = handleErrors(async (request) => {
  const answer = await takeAccountState(request);
  if (answer.status === 202) runJobsAfterOneOfMany();
  return answer;
});
const refuse = methodNotAllowed("POST");

export {
  refuse as DELETE,
  refuse as GET,
  refuse as HEAD,
  refuse as OPTIONS,
  refuse as PATCH,
  refuse as PUT,
};
