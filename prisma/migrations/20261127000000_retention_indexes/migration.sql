-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Session_lastSeenAt_idx" ON "Session"("lastSeenAt");

-- CreateIndex
CREATE INDEX "NativeSession_expiresAt_idx" ON "NativeSession"("expiresAt");

-- CreateIndex
CREATE INDEX "NativeSession_lastUsedAt_idx" ON "NativeSession"("lastUsedAt");

-- CreateIndex
CREATE INDEX "KakaoToken_refreshExpiresAt_idx" ON "KakaoToken"("refreshExpiresAt");
