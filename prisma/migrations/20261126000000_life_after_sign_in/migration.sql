-- AlterTable
ALTER TABLE "User" ADD COLUMN "connectedAt" TIMESTAMPTZ(3);
ALTER TABLE "User" ADD COLUMN "consents" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "User" ADD COLUMN "blockedAt" TIMESTAMPTZ(3);
ALTER TABLE "User" ADD COLUMN "stateAt" TIMESTAMPTZ(3);
ALTER TABLE "User" ADD COLUMN "saves" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "reauthenticatedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Activity" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "userId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "browser" TEXT,
    "app" TEXT,
    "system" TEXT,

    CONSTRAINT "Activity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "key" TEXT,
    "kakaoId" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leasedUntil" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Withdrawal" (
    "id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "personHash" TEXT,
    "connectedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "unlinkedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Withdrawal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KakaoEvent" (
    "id" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KakaoEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "KakaoToken" (
    "userId" UUID NOT NULL,
    "accessToken" TEXT,
    "accessExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "refreshToken" TEXT,
    "refreshExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "kid" TEXT NOT NULL,
    "leasedUntil" TIMESTAMPTZ(3),
    "savedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KakaoToken_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE INDEX "Activity_userId_at_idx" ON "Activity"("userId", "at");

-- CreateIndex
CREATE INDEX "Activity_at_idx" ON "Activity"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Job_key_key" ON "Job"("key");

-- CreateIndex
CREATE INDEX "Job_dueAt_idx" ON "Job"("dueAt");

-- CreateIndex
CREATE INDEX "Job_kakaoId_idx" ON "Job"("kakaoId");

-- CreateIndex
CREATE INDEX "Withdrawal_personHash_idx" ON "Withdrawal"("personHash");

-- CreateIndex
CREATE INDEX "Withdrawal_withdrawnAt_idx" ON "Withdrawal"("withdrawnAt");

-- CreateIndex
CREATE INDEX "KakaoEvent_receivedAt_idx" ON "KakaoEvent"("receivedAt");

-- CreateIndex
CREATE INDEX "KakaoToken_kid_idx" ON "KakaoToken"("kid");

-- AddForeignKey
ALTER TABLE "Activity" ADD CONSTRAINT "Activity_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KakaoToken" ADD CONSTRAINT "KakaoToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
