// The words of the webhooks' page, in Korean.

export const webhooksKo = {
  webhook: {
    title: "웹훅",
    lead: "앱에 무엇을 보냈고 어떻게 됐는지, 그리고 직접 보내기.",
    empty: "아직 보낸 웹훅이 없어요. 앱 설정에 웹훅 주소를 넣어 주세요.",
    byHand: "직접",
    outcomes: {
      delivered: "받았어요",
      refused: "거절했어요",
      redirected: "리다이렉트라서 실패예요",
      "timed out": "3초 안에 답이 없어요",
      unreachable: "닿지 않아요",
    },
    claims: "SET의 클레임",
    unlink: "연결 해제 웹훅 보내기",
    accountState: "계정 상태 변경 웹훅 보내기",
    event: "이벤트",
    personHint: "없는 회원번호도 보낼 수 있어요.",
    url: "받을 주소",
    urlHint: "비워 두면 앱에 설정된 주소로 보내요.",
    repeat: "몇 번",
    jtiHint: "비워 두면 새 값이에요. 같은 값을 두 번 보내면 중복이에요.",
    wrongKey: "틀린 어드민 키로",
    noKey: "Authorization 없이",
    send: "보내기",
  },
};
