import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { atlasSchema } from '../../src/app';

const ADDS = 'adds something new, and is refused where it stands already';
const APPENDS = 'is put on record beside what was, which stays';
const ONCE = 'is done once: done again it is refused';

/** Changes that name no version, and why they cannot overwrite what somebody has not seen. */
const WITHOUT: Readonly<Record<string, string>> = {
  createOrganisation: ADDS, createCourse: ADDS, createPassportUnit: ADDS, createPrioritySet: ADDS, createSelfEvaluation: ADDS, addPriority: ADDS,
  scheduleSession: ADDS, recordContract: ADDS, recordDuty: ADDS, recordDevelopmentNeed: ADDS, recordTrainingBudget: ADDS, contributeToPriority: ADDS,
  recordReview: ADDS, recordReplies: ADDS,
  checkEvidence: APPENDS, checkPriority: APPENDS, decideAccreditation: APPENDS, fileEvidence: APPENDS, issueAccreditedList: APPENDS, observeMeasure: APPENDS,
  recordEvaluationEvidence: APPENDS, recordFinding: APPENDS, recordProgress: APPENDS, recordSafeguardingAudit: APPENDS, statePosition: APPENDS,
  closeAuditFinding: ONCE, splitUpdate: ONCE, withdrawReply: ONCE, refuseChangeRequest: ONCE,
  bookPlaces: 'is refused while a booking stands; one that was cancelled is booked anew',
  revertImport: 'leaves what was changed since as it is, and lists it',
};

const changes = Object.values(atlasSchema().getMutationType()?.getFields() ?? {});
const inputOf = (name: string): GraphQLInputObjectType | undefined => {
  const types = changes.filter((change) => change.name === name).flatMap((change) => change.args.map((argument) => getNamedType(argument.type)));
  return types.find(isInputObjectType);
};
const takesVersion = (name: string): boolean => inputOf(name)?.getFields().expectedVersion !== undefined;

it('every change names the version that it replaces, or it is known why it replaces nothing unseen', () => {
  expect(changes.map(({ name }) => name).filter((name) => !takesVersion(name)).sort()).toEqual(Object.keys(WITHOUT).sort());
});

it('a version may be left out only where nothing may stand yet', () => {
  const lenient = changes.map(({ name }) => name).filter((name) => String(inputOf(name)?.getFields().expectedVersion?.type) === 'Int');
  expect(lenient.sort()).toEqual(['createCriteriaSet', 'recordAttendance', 'recordPassportProgress', 'setTrainingTarget', 'setUnderRepresentedCommunities']);
});
