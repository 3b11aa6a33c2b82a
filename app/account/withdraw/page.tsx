// `/account/withdraw`: three short steps on one page: what is deleted, what is kept and why, then
// proving anew who one is, and the button.
import type { Metadata } from "next";
import { requireUser } from "#lib/session/current-user";
import { readText } from "#lib/text/locale";
import { WithdrawalScreen } from "../withdrawal-screen";
import { readSentence } from "./query";

export async function generateMetadata(): Promise<Metadata> {
  const text = await readText();
  return { title: text.withdrawal.title, robots: { index: false } };
}

export default async function WithdrawPage({ searchParams }: PageProps<"/account/withdraw">) {
  const user = await requireUser("/account/withdraw");
  const [text, { error }] = await Promise.all([readText(), searchParams]);
  return <WithdrawalScreen user={user} sentence={readSentence(error, text)} />;
}
