import type { action as en } from '../en/action'

export const action: Record<keyof typeof en, string> = {
  'action.advanceToRedTeam': '模型登记处把第 {release} 号发布（{model}，{version}）从“已登记”推进到“红队测试”。',
  'action.advanceToGated': '模型登记处把第 {release} 号发布（{model}，{version}）从“红队测试”推进到“受限”。',
  'action.advanceToOpen':
    '模型登记处把第 {release} 号发布（{model}，{version}）从“受限”推进到“开放”。此后任何人都可使用这些文件；副本无法收回。',
  'action.revoke': '模型登记处撤销第 {release} 号发布（{model}，{version}）。它再也不能推进。',
  'action.appointEvaluator': '模型登记处任命账户 {account} 为评估者。',
  'action.dismissEvaluator': '模型登记处免去评估者 {account}：它的“通过”不再计入，它的“不通过”依然有效。',
  'action.overrule':
    '模型登记处推翻第 {uid} 号评估声明。作出声明的账户及其参与方今后不能再对该发布的同一类别作出声明。',
  'action.setGatedRule':
    'FLOP 等级 {flopClass} 的发布进入“受限”须有 {passes} 个参与方通过（依次为生物与化学、网络安全、自主性、防护措施、权重安全、许可证与数据来源），并在“红队测试”停留 {duration}。',
  'action.setOpenRule':
    'FLOP 等级 {flopClass} 的发布进入“开放”须有 {passes} 个参与方通过（依次为生物与化学、网络安全、自主性、防护措施、权重安全、许可证与数据来源），并在“受限”停留 {duration}。',
  'action.grant':
    '席位持有人可在 {until} 之前把第 {seal} 号封存的密钥份额交给账户 {account}，加密给 {recipient}。份额足够时它即可读取权重。',
  'action.revokeGrant': '第 {grant} 号授权结束，此后不再为它交出密钥份额。',
  'action.allowMeasurement': '运行度量值为 {measurement} 的代码的飞地从此计入。',
  'action.removeMeasurement': '运行度量值为 {measurement} 的代码的飞地不再计入。',
  'action.addPool': '分配政策增设名为“{name}”的算力池，自下下个周期起每周期 {gpuTime}。',
  'action.setCapacity': '分配政策规定：自下下个周期起，第 {pool} 号算力池（{poolName}）每周期最多分配 {gpuTime}。',
  'action.closePool': '分配政策自下下个周期起关闭第 {pool} 号算力池（{poolName}）。',
  'action.setPolicy':
    '自下下个周期起，任一参与方最多获得一个算力池的 {percent}%；各类别的保留额依次为 {reserves}，权重依次为 {weights}。{kinds}。',
  'action.kindRule': '{kind}：类别 {number}，权重 {weight}',
  'action.kindExcluded': '{kind}：不参与分配',
  'action.lowerCap': '自下下个周期起，任一参与方最多获得一个算力池的 {percent}%。',
  'action.setSchedule':
    '自下下个周期起，金库每周期最多为第 {pool} 号算力池（{poolName}）支付 {gpuTime}：每周期最多 {money}，每 GPU 小时最多 {price}。',
  'action.endSchedule': '自下下个周期起，金库不再为第 {pool} 号算力池（{poolName}）付款。',
  'action.grantMoney': '金库向 {account} 支付 {money}，自 {from} 至 {until} 按秒累计；{cliff} 之前不可领取。',
  'action.cancelMoneyGrant': '金库停止第 {grant} 号拨款：已累计的部分仍归收款方。',
  'action.withdraw': '金库从未占用的资金中向 {account} 支付 {money}。',
  'action.sweep': '金库把 {amount} 基本单位的代币 {token}（并非其资金代币）转给 {account}。',
  'action.setTerms':
    '算力市场的新订单最多保留 {maxBids} 个报价，接受报价 {bidTime}，其后再开放 {orderTime}。租约最长 {maxDuration}，提供方至少提前 {minNotice} 通知，争议最多追溯 {disputeWindow}。手续费为提供方所得的 {feeBps}%，其中 {burnBps}% 销毁；同一参与方的提供方最多租出一个算力池的 {capBps}%，计算时至少按 {floorUnits} 个单位计；争议败诉者另付赔偿额的 {penaltyBps}%。提供方至少质押 {minStake}，每个报价锁定 {bidDeposit}，争议双方各缴 {disputeBond}。',
  'action.appointAuditor': '提供方登记处任命账户 {account} 为提供方的审计者。',
  'action.dismissAuditor': '提供方登记处免去第 {auditor} 号审计者：其审计不再计入。',
  'action.addAttribute': '提供方登记处增设一项可声明的属性：“{name}”。',
  'action.removeAudit': '提供方登记处终止第 {auditor} 号审计者对第 {provider} 号提供方的审计。',
  'action.appointArbiter': '账户 {account} 成为仲裁员，适用于此后提起的争议。',
  'action.dismissArbiter': '账户 {account} 不再担任仲裁员，适用于此后提起的争议；已由其审理的案件不变。',
  'action.overturnForClaimant': '第 {case} 号争议改判申诉方胜，不论仲裁员的裁决如何，立即生效。',
  'action.overturnForRespondent': '第 {case} 号争议改判申诉方败，不论仲裁员的裁决如何，立即生效。',
  'action.setRewards':
    '自下一周期起，节点每周期在线最多可得 {reward}，再乘以其算力池的乘数。每个参与方最多 {freeNodes} 个节点获得全额，其后每个递减。',
  'action.setMultiplier': '自下一周期起，算力池 {pool}（{poolName}）的节点按基数的 {percent}% 获得奖励。',
  'action.admitParty': '参与方登记处接纳账户 {account} 为新参与方，类别为“{kind}”。',
  'action.admitParties': '参与方登记处接纳 {count} 个账户，各为一个新参与方，类别为“{kind}”。',
  'action.mint': '投票代币为 {account} 增发 {amount} OST。',
  'action.admitSeat': '席位院在第 {constituency} 界别给予参与方 {party} 一席，由 {account} 持有。',
  'action.removeSeat': '席位院移除席位 {seat}。',
  'action.rekeySeat': '席位院把席位 {seat} 交给同一参与方的账户 {account}。',
  'action.setCapacities': '席位院把各界别的席位设为 {capacities}，共 {total} 席。',
  'action.appointCouncil': '监护委员会改由账户 {account} 担任，至 {until} 为止。',
  'action.endCouncil': '监护委员会立即失去权力，此后无人持有。',
  'action.setVotingDelay': '今后的提案在提出 {duration} 后开始投票。',
  'action.setVotingPeriod': '今后的投票持续 {duration}。',
  'action.setProposalThreshold': '今后提案须持有 {amount} OST。',
  'action.updateQuorumNumerator': '0 级与 1 级的法定人数改为快照时供应量的 {percent}%。',
  'action.updateCharterQuorumNumerator': '2 级的法定人数改为快照时供应量的 {percent}%。',
  'action.send': '时间锁向 {account} 转出 {ether} ETH。',
  'action.call': '要求 {contract} 执行“{call}”，参数见旁边的原始调用。',
  'action.unknown': '以函数 {selector} 调用合约 {target}，本站不认识该函数。投票前请先阅读其源码。',
}
