import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For contracts of which value a panel accredited: criteria may apply by it, so that an accreditation says no more than was assessed. */
export class KeepContractValuesOfDecisions1766000016020 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      alter table panel_decisions add column contract_value numeric(14, 2) constraint panel_decisions_contract_value_not_negative check (contract_value >= 0),
        add constraint panel_decisions_grants_alone_have_value check (contract_value is null or kind in ('ACCREDITED', 'REINSTATED', 'APPEAL_UPHELD'));
      comment on column panel_decisions.contract_value is 'The contract value in pounds that was assessed; null: none was said, so that criteria for contracts of some value were left aside.';
    `);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('alter table panel_decisions drop column contract_value');
  }
}
