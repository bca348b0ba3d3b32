import type { Catalogue } from './messages'
import { about } from './zh-CN/about'
import { action } from './zh-CN/action'
import { common } from './zh-CN/common'
import { compute } from './zh-CN/compute'
import { delegates } from './zh-CN/delegates'
import { draft } from './zh-CN/draft'
import { draftPages } from './zh-CN/draft-pages'
import { evaluators } from './zh-CN/evaluators'
import { firewall } from './zh-CN/firewall'
import { islands } from './zh-CN/islands'
import { jobs } from './zh-CN/jobs'
import { lists } from './zh-CN/lists'
import { market } from './zh-CN/market'
import { models } from './zh-CN/models'
import { notifications } from './zh-CN/notifications'
import { parameter } from './zh-CN/parameter'
import { power } from './zh-CN/power'
import { proposal } from './zh-CN/proposal'
import { receipt } from './zh-CN/receipt'
import { refusal } from './zh-CN/refusal'
import { register } from './zh-CN/register'
import { result } from './zh-CN/result'
import { stewardship } from './zh-CN/stewardship'
import { timeline } from './zh-CN/timeline'
import { verify } from './zh-CN/verify'

export const zhCN: Catalogue = {
  ...about,
  ...action,
  ...common,
  ...compute,
  ...refusal,
  ...draft,
  ...draftPages,
  ...evaluators,
  ...firewall,
  ...islands,
  ...delegates,
  ...jobs,
  ...lists,
  ...market,
  ...models,
  ...notifications,
  ...parameter,
  ...power,
  ...proposal,
  ...receipt,
  ...register,
  ...result,
  ...stewardship,
  ...timeline,
  ...verify,
}
