// The words of /privacy, /terms and of the download, in Korean. A starting point: a lawyer should
// read it before a service goes live. Called through ko.ts.

export const privacyKo = {
  title: "개인정보 처리방침",
  intro:
    "{operator}(이하 ‘회사’)은 {service}에 로그인하는 데 꼭 필요한 정보만 받고, 아래에 적은 이유와 기간 동안만 보관해요.",
  effective: "시행일 {date}",
  keptHeading: "무엇을, 왜, 언제까지 보관하나요",
  why: "이유",
  until: "보관 기간",
  untilWithdrawal: "회원 탈퇴할 때까지",
  untilTerm: "길어도 {period}",
  untilTermOrWithdrawal: "{period}, 그 전에 회원 탈퇴하면 그때까지",
  untilDone: "일이 끝나는 즉시 삭제",
  or: "또는",
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
  kept: {
    account: {
      what: "카카오 회원번호, 닉네임, 프로필 사진 주소, 인증된 이메일, 가입·갱신·연결 시각, 동의 상태",
      why: "누구인지 알아보고 이름을 보여 드려요. 동의하지 않은 항목은 받지 않아요.",
    },
    browsers: {
      what: "로그인한 브라우저와 운영체제 이름, 로그인·마지막 방문·본인 확인 시각",
      why: "로그인을 유지하고, 어디에서 로그인했는지 보여 드려요.",
    },
    apps: {
      what: "로그인한 앱과 운영체제 이름, 로그인·마지막 사용 시각",
      why: "앱의 로그인을 유지하고, 어디에서 로그인했는지 보여 드려요.",
    },
    activity: {
      what: "내 계정에서 일어난 일(로그인, 로그아웃 등)의 종류와 시각, 기기 이름",
      why: "모르는 로그인이 있었는지 스스로 확인할 수 있어요.",
    },
    kakaoTokens: {
      what: "암호화한 카카오 토큰과 그 만료 시각, 동의 범위(이 기능을 켠 서비스만)",
      why: "카카오에서 정보를 다시 가져와요.",
    },
    errands: {
      what: "카카오에 전할 일에 적힌 카카오 회원번호",
      why: "회원 탈퇴 뒤 카카오 연결을 끊는 일처럼, 잠시 뒤에 마쳐야 하는 일을 잊지 않아요.",
    },
    journal: {
      what: "탈퇴한 계정의 임의 번호와 탈퇴·연결 해제 시각. 누구인지는 알 수 없어요",
      why: "백업을 되돌려도 탈퇴한 분의 정보가 되살아나지 않게 해요.",
    },
    journalNames: {
      what: "탈퇴한 분의 카카오 회원번호를 열쇠로 섞은 값",
      why: "탈퇴와 동시에 들어온 로그인이 계정을 되살리지 못하게 해요.",
    },
    attempts: {
      what: "접속 주소나 세션을 열쇠로 섞은 값과 시도 횟수",
      why: "무작위 시도와 과도한 요청을 막아요.",
    },
    trips: {
      what: "카카오에 다녀온 로그인 한 번을 가리키는 값",
      why: "같은 로그인 응답이 두 번 쓰이지 않게 해요.",
    },
    usedTokens: {
      what: "앱이 한 번 쓴 ID 토큰을 가리키는 값",
      why: "훔친 토큰이 다시 쓰이지 않게 해요.",
    },
    events: {
      what: "카카오가 보낸 알림을 가리키는 값",
      why: "같은 알림이 두 번 처리되지 않게 해요.",
    },
  },
  log: {
    what: "서버 로그의 요청 번호, 계정의 임의 번호, 열쇠로 섞은 접속 주소",
    why: "장애와 공격을 알아차려요. 닉네임, 이메일, 토큰은 적지 않아요.",
  },
  sections: {
    source: {
      heading: "어디에서 받나요",
      body: "카카오 로그인을 하실 때, 동의하신 항목만 카카오에서 받아요. 비밀번호는 받지 않아요.",
    },
    destruction: {
      heading: "어떻게 파기하나요",
      body: "회원 탈퇴하면 계정과 로그인, 활동 기록을 그 자리에서 데이터베이스에서 지우고, 카카오에 연결을 끊어 달라고 알려요. 기간이 지난 기록은 매시간 자동으로 지워요.",
    },
    thirdParties: {
      heading: "다른 곳에 제공하나요",
      body: "제3자에게 제공하지 않아요. 법에 따라 요구받은 경우는 예외예요.",
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
    cookies: {
      heading: "쿠키",
      body: "로그인을 유지하고, 로그인 도중을 기억하고, 언어를 기억하는 데만 써요. 광고나 분석에는 쓰지 않아요. 브라우저에서 쿠키를 막으면 로그인할 수 없어요.",
    },
    safety: {
      heading: "안전하게 지키는 방법",
      body: "모든 통신을 암호화하고, 세션과 토큰은 해시로만 보관해요. 카카오 토큰은 기본으로 보관하지 않고, 보관하는 서비스에서는 암호화해요. 접근 권한은 꼭 필요한 만큼만 줘요.",
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
    hidden: "보안을 위해 보여 드리지 않는 값",
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
