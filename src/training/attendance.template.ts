import type { Template } from '../intake/template-file';
import { ATTENDANCE_HEADINGS } from './import/attendance-rows';

export const attendanceTemplate: Template = {
  sheet: 'Attendance', headings: ATTENDANCE_HEADINGS, frozen: 2,
  example: ['safeguarding', '2026-11-14', '10:00', 'Our Youth Club', 'GB-CHC:1234567', '', 'VOLUNTEER', '2', 'Signing-in sheet'],
};
