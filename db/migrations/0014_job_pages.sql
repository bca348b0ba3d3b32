-- A page of jobs reads the events of its own jobs alone: with a plain join Postgres reads those of all, for whatever page.
create or replace view job_heads as
select j.job_id, j.tenant, j.provider_id, j.tenant_party, j.provider_party, j.version, j.spec_digest, j.block_number,
  j.block_hash, j.block_time, j.tx_hash, a.block_time as accepted_time, a.block_number as accepted_block,
  a.tx_hash as accepted_tx, e.block_time as ended_time, e.block_number as ended_block, e.tx_hash as ended_tx, e.returned,
  case when e.job_id is not null and a.job_id is null then 'withdrawn' when e.job_id is not null then 'ended'
    when a.job_id is null then 'offered' when m.over = cardinality(j.amounts) then 'done' else 'running' end as state,
  cardinality(j.amounts) as milestones, coalesce(m.delivered, 0) as delivered, m.amount,
  coalesce(m.undelivered, 0) - coalesce(e.returned, 0) as undelivered, coalesce(m.unpaid, 0) as unpaid, coalesce(m.fee, 0) as fee,
  coalesce(m.lost, 0) as lost, coalesce(m.forgone, 0) as forgone,
  x.block_number as changed_block, x.block_hash as changed_hash, x.block_time as changed_time
from jobs j
left join lateral (select * from job_events where job_id = j.job_id and kind = 'accepted' limit 1) a on true
left join lateral (select * from job_events where job_id = j.job_id and kind = 'ended' limit 1) e on true
join market_terms t on t.version = j.version
join lateral (select sum(h.amount) as amount, sum(h.fee) as fee, count(h.delivered_time) as delivered,
    sum(h.amount) filter (where h.state = 'open') as undelivered,
    sum(h.amount) filter (where h.state in ('delivered', 'rejected')) as unpaid,
    count(*) filter (where h.state in ('paid', 'returned')) as over,
    count(*) filter (where h.state = 'returned') as lost,
    sum(div(h.amount * t.fee_bps, 10000)) filter (where h.state = 'returned') as forgone
  from milestone_heads h where h.job_id = j.job_id) m on true
join lateral (select block_number, block_hash, block_time from (
  select j.block_number, j.block_hash, j.block_time
  union all select block_number, block_hash, block_time from job_events where job_id = j.job_id
  union all select block_number, block_hash, block_time from milestone_events where job_id = j.job_id) changes
  order by block_number desc limit 1) x on true;
