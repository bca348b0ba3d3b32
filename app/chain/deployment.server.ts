import { readFile } from 'node:fs/promises'
import { AppError } from '~/domain/errors'
import { type Deployment, parseDeployment } from './deployment'

/** Reads a deployment file; throws `deployment_missing` or `invalid_deployment`. */
export const readDeployment = async (path: string): Promise<Deployment> => {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const message = `The deployment file ${path} cannot be read. Write it with \`npm run deploy\`, or name it in DEPLOYMENT.`
    throw new AppError('deployment_missing', message, { cause })
  })
  try {
    return parseDeployment(JSON.parse(text), path)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('invalid_deployment', `${path} is not JSON. Write it with \`npm run deploy\`.`, { cause })
  }
}
