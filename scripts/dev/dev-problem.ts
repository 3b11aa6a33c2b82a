// What `npm run dev` tells a person in one sentence, without a stack. Thrown by scripts/dev/*.
export class DevProblem extends Error {}
