import { about } from './en/about'
import { action } from './en/action'
import { common } from './en/common'
import { compute } from './en/compute'
import { delegates } from './en/delegates'
import { draft } from './en/draft'
import { draftPages } from './en/draft-pages'
import { evaluators } from './en/evaluators'
import { firewall } from './en/firewall'
import { islands } from './en/islands'
import { jobs } from './en/jobs'
import { lists } from './en/lists'
import { market } from './en/market'
import { models } from './en/models'
import { notifications } from './en/notifications'
import { parameter } from './en/parameter'
import { power } from './en/power'
import { proposal } from './en/proposal'
import { receipt } from './en/receipt'
import { refusal } from './en/refusal'
import { register } from './en/register'
import { result } from './en/result'
import { stewardship } from './en/stewardship'
import { timeline } from './en/timeline'
import { verify } from './en/verify'

/** The catalogue in English, which lists all keys; the other languages are typed after it. */
export const en = {
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
