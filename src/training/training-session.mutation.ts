import { Arg, Ctx, FieldResolver, Info, Mutation, Resolver, Root } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { RequestContext } from '../graphql/context';
import { Shown } from '../graphql/read/shape';
import { orUserErrors } from '../graphql/user-error.type';
import { recordAttendance } from './attendance.service';
import { bookPlaces, cancelBooking } from './booking.service';
import { BookingPayload, TrainingSessionPayload } from './training-payload.type';
import { BookPlacesInput, CancelBookingInput, CancelSessionInput, RecordAttendanceInput, ScheduleSessionInput, UpdateSessionInput } from './training-session.input';
import { cancelSession, scheduleSession, updateSession } from './training-session.service';
import { Booking, TrainingSession } from './training-session.type';

const payload = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ sessionId: await work() }));

@Resolver(() => TrainingSessionPayload)
export class TrainingSessionMutations {
  @Mutation(() => TrainingSessionPayload, { description: 'Adds a session of a course. userErrors: INVALID, NOT_FOUND, FORBIDDEN, UNKNOWN_AREA.' })
  @Shown('COORDINATOR')
  scheduleSession(@Arg('input', () => ScheduleSessionInput) input: ScheduleSessionInput, @Ctx() context: RequestContext) {
    return payload(() => scheduleSession(context, input));
  }

  @Mutation(() => TrainingSessionPayload, { description: 'Changes a session; places that come free go to those who wait. userErrors: INVALID, NOT_FOUND, FORBIDDEN, CONFLICT, OVER_CAPACITY.' })
  @Shown('COORDINATOR')
  updateSession(@Arg('input', () => UpdateSessionInput) input: UpdateSessionInput, @Ctx() context: RequestContext) {
    return payload(() => updateSession(context, input));
  }

  @Mutation(() => TrainingSessionPayload, { description: 'Says that a session does not take place; it stays on the list, marked so. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, INVALID (people came).' })
  @Shown('COORDINATOR')
  cancelSession(@Arg('input', () => CancelSessionInput) input: CancelSessionInput, @Ctx() context: RequestContext) {
    return payload(() => cancelSession(context, input));
  }

  @Mutation(() => TrainingSessionPayload, { description: 'Says who came from an organisation to a session. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, INVALID, NOT_HELD (it lies in the future or was cancelled), CLOSED (the organisation was not at work on that day), OVER_CAPACITY.' })
  @Shown('COORDINATOR')
  recordAttendance(@Arg('input', () => RecordAttendanceInput) input: RecordAttendanceInput, @Ctx() context: RequestContext) {
    return payload(() => recordAttendance(context, input));
  }

  @FieldResolver(() => TrainingSession, { nullable: true, description: 'The session; null when nothing was changed.' })
  @Shown('PUBLIC')
  async session(@Root() done: TrainingSessionPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.sessionId === undefined ? null : reader.byKey(info, 'TrainingSession', done.sessionId);
  }
}

const booking = (work: () => Promise<string>): Promise<object> => orUserErrors(async () => ({ bookingId: await work() }));

@Resolver(() => BookingPayload)
export class BookingMutations {
  @Mutation(() => BookingPayload, { description: 'Asks for places for an organisation: an editor for its own, a coordinator for those of its area or at its sessions. A full session puts it on the waiting list. userErrors: NOT_FOUND, FORBIDDEN, INVALID, NOT_OPEN, CLOSED, ALREADY, OVER_CAPACITY (more than the session holds).' })
  @Shown('KEEPER')
  bookPlaces(@Arg('input', () => BookPlacesInput) input: BookPlacesInput, @Ctx() context: RequestContext) {
    return booking(() => bookPlaces(context, input));
  }

  @Mutation(() => BookingPayload, { description: 'Gives places up; those who wait move up, in the order in which they booked, as far as they fit. userErrors: NOT_FOUND, FORBIDDEN, CONFLICT, ALREADY, NOT_OPEN.' })
  @Shown('KEEPER')
  cancelBooking(@Arg('input', () => CancelBookingInput) input: CancelBookingInput, @Ctx() context: RequestContext) {
    return booking(() => cancelBooking(context, input));
  }

  @FieldResolver(() => Booking, { nullable: true, description: 'The booking; null when nothing was changed.' })
  @Shown('SIGNED_IN')
  async booking(@Root() done: BookingPayload, @Ctx() { reader }: RequestContext, @Info() info: GraphQLResolveInfo) {
    return done.bookingId === undefined ? null : reader.byKey(info, 'Booking', done.bookingId);
  }
}
