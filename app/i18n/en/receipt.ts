/** The receipt of a ballot. */
export const receipt = {
  'receipt.title': 'Receipt of a ballot on proposal {id}',
  'receipt.none': 'This account has cast no ballot on this proposal.',
  'receipt.final': 'Its block is final: nothing can take it out of the chain.',
  'receipt.notFinal': 'Its block is not final yet. It may still move to another block.',
  'receipt.choice': 'Choice',
  'receipt.weight': 'Weight',
  'receipt.weightAt': '{amount}, held at the snapshot {time}',
  'receipt.cast': 'Cast',
  'receipt.transaction': 'Transaction',
  'receipt.block': 'Block',
  'receipt.log': 'Log index',
  'receipt.check': 'Check it without this portal',
  'receipt.checkNote':
    'The command takes the proof, follows it from the ballot to the hash of its block by itself, and asks any node of yours for that one hash.',
  'receipt.proof': 'The proof, as a file',
  'receipt.link': 'Receipt',
  'receipt.linkOf': 'of proposal {id}',
}
