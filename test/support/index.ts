export { type Answer, TEST_DAY, testClock } from './ask';
export { openTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database';
export { startTestService, type TestService } from './test-service';
