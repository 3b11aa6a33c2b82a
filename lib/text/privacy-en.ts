// The words of /privacy, /terms and of the download, in English. Called through en.ts.
import type { PrivacyText } from "#lib/text/privacy-ko";

export const privacyEn: PrivacyText = {
  title: "Privacy policy",
  intro:
    "{operator} (“we”) takes only what signing in to {service} needs, and keeps it for the reasons and the time given below.",
  effective: "Effective from {date}",
  keptHeading: "What is kept, why, and for how long",
  why: "Why",
  until: "Kept",
  untilWithdrawal: "until you delete your account",
  untilTerm: "{period} at the longest",
  untilTermOrWithdrawal: "{period}, or until you delete your account before that",
  untilDone: "deleted as soon as it is done",
  or: "or",
  days: "{n} days",
  minutes: "{n} minutes",
  gap: "[{what} to be filled in]",
  gaps: {
    name: "operator",
    address: "address",
    privacyOfficer: "privacy officer",
    privacyEmail: "contact",
    effectiveFrom: "date",
    processors: "processors",
    logDays: "time logs are kept",
  },
  kept: {
    account: {
      what: "Kakao member number, nickname, address of the profile picture, verified e-mail, times of joining, refreshing and linking, state of consents",
      why: "To know who you are and greet you by name. What you did not agree to is not taken.",
    },
    browsers: {
      what: "Names of signed-in browsers and their systems, times of sign-in, last visit and fresh proof",
      why: "To keep you signed in, and to show you where you are.",
    },
    apps: {
      what: "Names of signed-in apps and their systems, times of sign-in and last use",
      why: "To keep an app signed in, and to show you where you are.",
    },
    activity: {
      what: "What happened to your account (sign-in, sign-out and so on), when, and on which device",
      why: "So that you can see a sign-in that was not yours.",
    },
    kakaoTokens: {
      what: "Kakao’s tokens, encrypted, when they end and what they cover (only where the service has switched this on)",
      why: "To take your details from Kakao anew.",
    },
    errands: {
      what: "The Kakao member number in what Kakao is still to be told",
      why: "So that what must follow, such as cutting the link after you leave, is not forgotten.",
    },
    journal: {
      what: "The random number of an account that was deleted, and when. It names nobody",
      why: "So that a restored backup brings nobody back.",
    },
    journalNames: {
      what: "A keyed hash of the Kakao member number of somebody who left",
      why: "So that a sign-in at that very moment does not bring the account back.",
    },
    attempts: {
      what: "A keyed hash of a network address or session, and a count of attempts",
      why: "To stop guessing and floods.",
    },
    trips: {
      what: "A value that names one trip to Kakao",
      why: "So that one answer of Kakao’s is not used twice.",
    },
    usedTokens: {
      what: "A value that names an ID token an app has used",
      why: "So that a stolen one is not used again.",
    },
    events: {
      what: "A value that names a message of Kakao’s",
      why: "So that one message is not acted on twice.",
    },
  },
  log: {
    what: "In the server’s log: request numbers, the account’s random number, a keyed hash of the network address",
    why: "To notice failures and attacks. Nicknames, e-mail addresses and tokens are never written there.",
  },
  sections: {
    source: {
      heading: "Where it comes from",
      body: "From Kakao, when you sign in, and only what you agreed to there. We never receive a password.",
    },
    destruction: {
      heading: "How it is destroyed",
      body: "When you delete your account, the account, its sessions and its activity leave the database at once, and Kakao is asked to cut the link. What is past its time is deleted automatically, every hour.",
    },
    thirdParties: {
      heading: "Who else gets it",
      body: "Nobody, unless the law requires it.",
    },
    processors: { heading: "Who processes it for us" },
    rights: {
      heading: "Your rights",
      body: "On your account page you can see your data, download it, end sessions and delete the account at any time. A consent can be taken back at Kakao, among your account’s connected services. If you cannot do it yourself, write to the address below.",
    },
    children: {
      heading: "Under 14",
      body: "Children under 14 need a guardian’s consent; where Kakao tells us so, they are not admitted.",
    },
    cookies: {
      heading: "Cookies",
      body: "They keep you signed in, remember a sign-in under way, and your language. They serve neither advertising nor analytics. With cookies blocked you cannot sign in.",
    },
    safety: {
      heading: "How it is protected",
      body: "All traffic is encrypted; sessions and tokens are kept as hashes only. Kakao’s tokens are not kept by default, and encrypted where a service keeps them. Access is given as narrowly as possible.",
    },
    officer: { heading: "Privacy officer", body: "{officer}, {email}" },
    changes: {
      heading: "When this changes",
      body: "Changes are announced on this page seven days before they take effect.",
    },
  },
  download: {
    heading: "My data",
    button: "Download as JSON",
    note: "Everything that is kept about you. Values that would be dangerous in other hands, such as session numbers and ciphers, are left out.",
    hidden: "Values kept back for your security",
  },
  terms: {
    title: "Terms of use",
    intro: "The terms of {service}, a service of {operator}.",
    sections: [
      {
        heading: "Your account",
        body: "You join and sign in with Kakao. The account is yours alone; if you see a sign-in you do not know, end it at once.",
      },
      {
        heading: "What is not allowed",
        body: "Using somebody else’s account, disturbing the service, or breaking the law. In such a case use can be restricted, and you are told why.",
      },
      {
        heading: "Leaving",
        body: "You can delete your account at any time on your account page. Your data is deleted at once, and joining again is a new start.",
      },
      {
        heading: "Liability",
        body: "We do our best to keep the service running. For what is out of our hands, such as an outage of Kakao’s, we can hardly answer. What the law says of liability is not lessened.",
      },
      {
        heading: "When these terms change",
        body: "Changes are announced seven days before they take effect, and thirty days before if they are to your disadvantage.",
      },
      { heading: "Contact", body: "{operator}, {address}, {email}" },
    ],
  },
};
