// The words of /privacy, /terms and of the download, in English. Called through en.ts.
import { cookiesEn, personalDataEn } from "#lib/text/personal-data-en";
import type { PrivacyText } from "#lib/text/privacy-ko";

export const privacyEn: PrivacyText = {
  title: "Privacy policy",
  intro:
    "{operator} (“we”) takes only what signing in to {service} needs, and keeps it for the reasons and the time given below.",
  effective: "Effective from {date}",
  keptHeading: "What is kept, why, and for how long",
  items: "What",
  why: "Why",
  until: "Kept",
  day: "{n} day",
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
  kept: personalDataEn,
  cookies: cookiesEn,
  log: {
    title: "The server’s log",
    items:
      "time, event, request number, member number, keyed hashes of the network address and of the Kakao member number; never a nickname, an e-mail or a token",
    why: "To notice failures and attacks.",
  },
  cookiesSection: {
    heading: "Cookies",
    body: "Only those that signing in and the language need, none for advertising or analytics. You can block cookies in your browser, but then you cannot sign in.",
  },
  sections: {
    source: {
      heading: "Where it comes from",
      body: "From Kakao, when you sign in, and only what you agreed to there. We never receive a password.",
    },
    destruction: {
      heading: "How it is destroyed",
      body: "When you delete your account, the account, its sessions and its activity leave the database at once, and Kakao is asked to cut the link. What is past its time is deleted automatically, every hour. What is in backups goes with them; when one is restored, whoever has left is deleted again by the list of deleted accounts.",
    },
    thirdParties: {
      heading: "Who else gets it",
      body: "Nobody, unless the law requires it. To cut the link, or to ask whether there is one, we send Kakao your Kakao member number.",
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
    safety: {
      heading: "How it is protected",
      body: "All traffic is encrypted; sessions and tokens are kept as hashes only. Kakao’s tokens are not kept by default, and encrypted where a service keeps them. Access is given as narrowly as possible.",
    },
    remedies: {
      heading: "Where to get help",
      body: "Personal Information Dispute Mediation Committee 1833-6972 (kopico.go.kr), Privacy Infringement Report Center 118 (privacy.kisa.or.kr)",
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
    about: "What {service} keeps about you. All times are UTC.",
    notShown:
      "notShown is what is kept and left out of this file for your security. What has no rows cannot be told from anybody else’s. Where isComplete is false, these are the newest.",
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
