import { isAbsolute } from 'node:path'
import { AppError } from '~/domain/errors'
import { specDigest } from '~/domain/workload-spec'
import type { JobRequest } from './runner'

/** A lease's name goes into names of folders, cgroups and objects of Kubernetes. */
export const isLease = (lease: string): boolean => /^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/.test(lease)

/** Checks what every runner needs to be so. Throws `invalid_job` and `wrong_spec`. */
export const checkRequest = (request: JobRequest): void => {
  const { lease, spec, inputFolder, outputFolder, graceSeconds } = request
  if (!isLease(lease)) {
    throw new AppError('invalid_job', `${JSON.stringify(lease)} is no lease: 1 to 40 small letters, digits, dashes.`)
  }
  if (!Number.isInteger(graceSeconds) || graceSeconds < 0 || graceSeconds > 3600) {
    throw new AppError('invalid_job', `A grace of ${graceSeconds} seconds is not one of 0 to 3600.`)
  }
  for (const folder of [outputFolder, ...(inputFolder === null ? [] : [inputFolder])]) {
    if (!isAbsolute(folder)) throw new AppError('invalid_job', `${JSON.stringify(folder)} is no absolute path.`)
  }
  const digest = specDigest(spec)
  if (digest === request.specDigest) return
  throw new AppError('wrong_spec', `The spec's digest is ${digest}, the order says ${request.specDigest}.`)
}
