import type { receipt as en } from '../en/receipt'

export const receipt: Record<keyof typeof en, string> = {
  'receipt.title': '提案 {id} 的选票收据',
  'receipt.none': '此账户没有对此提案投票。',
  'receipt.final': '其区块已最终确定：任何人都无法将它移出链。',
  'receipt.notFinal': '其区块尚未最终确定，仍可能移到另一个区块。',
  'receipt.choice': '选择',
  'receipt.weight': '票数',
  'receipt.weightAt': '{amount}，按快照 {time} 时所持',
  'receipt.cast': '投出时间',
  'receipt.transaction': '交易',
  'receipt.block': '区块',
  'receipt.log': '日志序号',
  'receipt.check': '不依赖本门户核验',
  'receipt.checkNote': '该命令取得证明，自行从选票一直核对到其区块的哈希，再向你自己的任意节点询问这一个哈希。',
  'receipt.proof': '证明文件',
  'receipt.link': '收据',
  'receipt.linkOf': '（提案 {id}）',
}
