/** Registers how imports of plans, self-evaluations, replies and priorities are taken back, for whoever needs no schema. */
import './take-contributions-back';
import './take-plan-back';
import './take-priorities-back';
import './take-replies-back';
import './take-self-evaluation-back';
