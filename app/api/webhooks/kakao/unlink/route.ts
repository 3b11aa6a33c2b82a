// GET and POST /api/webhooks/kakao/unlink: Kakao says that somebody has unlinked.
import { handleErrors, methodNotAllowed } from "#lib/http/errors";
import { runJobsAfterOneOfMany } from "#lib/jobs/kick";
import { takeUnlink } from "#lib/webhooks/unlink";

const take = handleErrors(async (request) => {
  const answer = await takeUnlink(request);
  runJobsAfterOneOfMany();
  return answer;
});
export const GET = take;
export const POST = take;
const refuse = methodNotAllowed("GET", "POST");

export { refuse as DELETE, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
