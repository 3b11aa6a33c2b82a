// The words of /privacy, /terms and of the download, in Korean. A starting point: a lawyer should
// read it before a service goes live. Called through ko.ts.
import { cookiesKo, personalDataKo } from "#lib/text/personal-data-ko";

export const privacyKo = {
  title: "개인정보 처리방침",
  intro:
    "{operator}(이하 ‘회사’)은 {service}에 로그인하는 데 꼭 필요한 정보만 받고, 아래에 적은 이유와 기간 동안만 보관해요.",
  effective: "시행일 {date}",
  keptHeading: "무엇을, 왜, 언제까지 보관하나요",
  items: "항목",
  why: "이유",
  until: "보관 기간",
  day: "{n}일",
  days: "{n}일",
  minutes: "{n}분",
  gap: "〔{what} 적어 주세요〕",
  gaps: {
    name: "운영자 이름을",
    address: "주소를",
    privacyOfficer: "개인정보 보호책임자를",
    privacyEmail: "연락처를",
    effectiveFrom: "시행일을",
    processors: "처리를 맡긴 곳을",
    logDays: "로그 보관 기간을",
  },
  kept: personalDataKo,
  cookies: cookiesKo,
  log: {
    title: "서버 로그",
    items:
      "시각, 있었던 일, 요청 번호, 회원 번호, 열쇠로 섞은 접속 주소와 카카오 회원번호. 닉네임, 이메일, 토큰은 적지 않아요",
    why: "장애와 공격을 알아차려요.",
  },
  cookiesSection: {
    heading: "쿠키",
    body: "로그인과 언어에 필요한 것만 쓰고, 광고나 분석에는 쓰지 않아요. 브라우저에서 쿠키를 막을 수 있지만, 그러면 로그인할 수 없어요.",
  },
  sections: {
    source: {
      heading: "어디에서 받나요",
      body: "카카오 로그인을 하실 때, 동의하신 항목만 카카오에서 받아요. 비밀번호는 받지 않아요.",
    },
    destruction: {
      heading: "어떻게 파기하나요",
      body: "회원 탈퇴하면 계정과 로그인, 활동 기록을 그 자리에서 데이터베이스에서 지우고, 카카오에 연결을 끊어 달라고 알려요. 기간이 지난 기록은 매시간 자동으로 지워요. 백업에 남은 정보는 백업과 함께 없어지고, 백업을 되돌리면 탈퇴 기록을 보고 다시 지워요.",
    },
    thirdParties: {
      heading: "다른 곳에 제공하나요",
      body: "제3자에게 제공하지 않아요. 법에 따라 요구받은 경우는 예외예요. 연결을 끊거나 연결됐는지 물을 때 카카오에 카카오 회원번호를 보내요.",
    },
    processors: { heading: "처리를 맡긴 곳" },
    rights: {
      heading: "나의 권리",
      body: "내 계정에서 언제든지 정보를 보고, 내려받고, 로그인된 기기를 끊고, 회원 탈퇴할 수 있어요. 동의는 카카오계정의 ‘연결된 서비스 관리’에서 거둘 수 있어요. 직접 하기 어려우면 아래 연락처로 요청해 주세요.",
    },
    children: {
      heading: "만 14세 미만",
      body: "만 14세 미만은 보호자 동의가 필요해서, 카카오가 알려 주면 가입을 받지 않아요.",
    },
    safety: {
      heading: "안전하게 지키는 방법",
      body: "모든 통신을 암호화하고, 세션과 토큰은 해시로만 보관해요. 카카오 토큰은 기본으로 보관하지 않고, 보관하는 서비스에서는 암호화해요. 접근 권한은 꼭 필요한 만큼만 줘요.",
    },
    remedies: {
      heading: "도움을 받을 수 있는 곳",
      body: "개인정보분쟁조정위원회 1833-6972(kopico.go.kr), 개인정보침해신고센터 118(privacy.kisa.or.kr)",
    },
    officer: { heading: "개인정보 보호책임자", body: "{officer}, {email}" },
    changes: {
      heading: "바뀔 때",
      body: "내용이 바뀌면 시행 7일 전부터 이 화면에서 알려 드려요.",
    },
  },
  download: {
    heading: "내 정보 내려받기",
    button: "JSON 파일로 내려받기",
    note: "보관 중인 내 정보 전부예요. 세션 번호나 암호처럼 남에게 보이면 위험한 값은 빼요.",
    about: "{service}에 있는 내 정보예요. 시각은 모두 UTC예요.",
    notShown:
      "notShown은 보관하지만 보안을 위해 담지 않은 값이에요. rows가 없는 것은 누구의 것인지 알 수 없어서 담지 못해요. isComplete가 false이면 가장 최근 것만 담았어요.",
  },
  terms: {
    title: "이용약관",
    intro: "{operator}이 제공하는 {service}의 이용약관이에요.",
    sections: [
      {
        heading: "계정",
        body: "카카오 로그인으로 가입하고 로그인해요. 계정은 본인만 쓸 수 있고, 모르는 로그인이 보이면 바로 끊어 주세요.",
      },
      {
        heading: "하면 안 되는 일",
        body: "다른 사람의 계정을 쓰거나, 서비스를 멈추게 하거나, 법을 어기는 데 쓸 수 없어요. 그런 경우 이용을 제한할 수 있고, 이유를 알려 드려요.",
      },
      {
        heading: "그만두기",
        body: "내 계정에서 언제든지 회원 탈퇴할 수 있어요. 탈퇴하면 정보는 바로 지워지고, 다시 가입하면 새로 시작해요.",
      },
      {
        heading: "책임",
        body: "서비스가 멈추지 않도록 노력해요. 카카오의 장애처럼 우리가 어찌할 수 없는 일에는 책임지기 어려워요. 법이 정한 책임은 줄지 않아요.",
      },
      {
        heading: "바뀔 때",
        body: "약관이 바뀌면 시행 7일 전에, 불리하게 바뀌면 30일 전에 알려 드려요.",
      },
      { heading: "문의", body: "{operator}, {address}, {email}" },
    ],
  },
};

export type PrivacyText = typeof privacyKo;
