// What app/error.tsx says. Apart from the dictionaries, because that page's script reaches every
// browser and should carry these few words only.

export const crashText = {
  ko: {
    headline: "문제가 생겼어요. 다시 시도해 주세요.",
    retry: "다시 시도",
    reference: "문의할 때 알려 주세요: {reference}",
  },
  en: {
    headline: "Something went wrong. Please try again.",
    retry: "Try again",
    reference: "If you contact us, quote {reference}",
  },
};
