import { spawn } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCli } from '#test/support/cli'
import { createFolderWith } from '#test/support/folders'
import { measurePeak } from '#test/support/measure-peak'
import { createCsvReader } from '~/cli/solve/csv-reader'
import { createReadProgress } from '~/cli/solve/read-progress'

const request = (tenant: string, want: number) => ({ tenant, class: 0, want, weight: 1 })
const example = {
  capacity: 1000,
  capBps: 10_000,
  classes: [{ reserveBps: 0, weight: 1 }],
  requests: [request('a', 100), request('b', 300), request('c', 500), request('d', 700)],
}
const answer =
  '{"classLevel":"4299262263295","classes":[{"demand":1600,"available":1000,"level":"1292785156095"}],' +
  '"allocations":[{"tenant":"a","allocation":100},{"tenant":"b","allocation":300},{"tenant":"c","allocation":300},' +
  '{"tenant":"d","allocation":300}],"allocated":1000,"dust":0}\n'

const writeInput = async (name: string, text: string | Uint8Array) =>
  join(await createFolderWith({ [name]: text }), name)

const solveText = async (name: string, text: string | Uint8Array, ...args: string[]) =>
  runCli(['solve', await writeInput(name, text), ...args])

const grantsOf = (stdout: string): [string, number][] =>
  JSON.parse(stdout).allocations.map(({ tenant, allocation }: { tenant: string; allocation: number }) => [
    tenant,
    allocation,
  ])

/** Runs `ostrakon solve` with this on its standard input, which ends only when told to. */
const pipeInto = (args: readonly string[], text: string, { ends }: { ends: boolean }) =>
  new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    const command = fileURLToPath(new URL('../../app/cli/ostrakon.mjs', import.meta.url))
    const child = spawn(process.execPath, [command, 'solve', ...args])
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data) => (stdout += data))
    child.stderr.on('data', (data) => (stderr += data))
    child.stdin.write(text)
    if (ends) child.stdin.end()
    child.once('close', (code) => done({ code, stdout, stderr }))
  })

test('solves JSON to the digit for programs, and prints nothing else', async () => {
  const said = await solveText('in.json', JSON.stringify(example), '--json')
  expect(said).toEqual({ code: 0, stdout: answer, stderr: '' })
})

test('solves the same requests from CSV, from standard input too', async () => {
  const csv = 'tenant,class,want,weight\na,0,100,1\nb,0,300,1\nc,0,500,1\nd,0,700,1\n'
  expect(await solveText('in.csv', csv, '--capacity', '1000', '--json')).toMatchObject({ code: 0, stdout: answer })
  expect(await pipeInto(['-', '--capacity', '1000', '--json'], csv, { ends: true })).toMatchObject({ stdout: answer })
  expect(await pipeInto(['-', '--json'], JSON.stringify(example), { ends: true })).toMatchObject({ stdout: answer })
})

test('I1 takes reserves and weights of classes from the options, and tells each class apart for people', async () => {
  const csv = 'tenant,want,class\nx,80,0\ny,90,0\nq,90,0\nz,33,1\n'
  const args = ['--capacity', '100', '--cap-bps', '5000', '--classes', '1000:1,1000:1']
  const { code, stdout } = await solveText('in.csv', csv, ...args)
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'class  demand  available  level',
    '0      150     67         98784247807',
    '1      33      33         everything fits',
    '',
    'class level  249108103167',
    'allocated    99 GPU-seconds to 4 tenants',
    'dust         1',
    '',
    'tenant  allocation',
    'x       22',
    'y       22',
    'q       22',
    'z       33',
    '',
  ])
})

test('shows the first tenants to people, as plain text, and says how many more there are', async () => {
  const rows = Array.from({ length: 12 }, (_, index) => `t${index}\u001b[2J,5`)
  const { stdout } = await solveText('in.csv', `tenant,want\n${rows.join('\n')}`, '--capacity', '1000')
  expect(stdout).toContain('t9\\u{1b}[2J  5\nand 2 more')
  expect(stdout).not.toContain('t10')
})

test('reads quotes, CRLF, a byte order mark, empty lines, and a last line without an end', async () => {
  const csv = '\ufeff"tenant","want"\r\n\r\n"a, ""b""\r\nc",7\r\n\r\nplain,"8"\r\nlast,9'
  const { stdout, stderr } = await solveText('in.csv', csv, '--capacity', '1000', '--json')
  expect(stderr).toBe('')
  expect(grantsOf(stdout)).toEqual([
    ['a, "b"\r\nc', 7],
    ['plain', 8],
    ['last', 9],
  ])
})

test('reads the same records however the text is cut, and knows on which line each begins', () => {
  const csv = 'a,"b ""x""\r\n1"\r\n\r\n,\n"",e'
  const expected = [
    [['a', 'b "x"\r\n1'], 1],
    [['', ''], 4],
    [['', 'e'], 5],
  ]
  for (let at = 0; at <= csv.length; at++) {
    for (let next = at; next <= csv.length; next++) {
      const records: unknown[] = []
      const reader = createCsvReader((fields, line) => records.push([fields, line]))
      for (const part of [csv.slice(0, at), csv.slice(at, next), csv.slice(next)]) reader.write(part)
      reader.end()
      expect(records).toEqual(expected)
    }
  }
})

const columns = 'tenant,class,want,weight\n'

test.each([
  ['a part', `${columns}a,0,1,1\nb,0,1.5,1\n`, 'Line 3, want is "1.5"; enter a whole number below 2^53 in digits.'],
  ['an exponent', `${columns}a,0,1e3,1\n`, 'Line 2, want is "1e3"'],
  ['a sign', `${columns}a,0,-1,1\n`, 'Line 2, want is "-1"'],
  ['2^53', `${columns}a,0,9007199254740992,1\n`, 'Line 2, want is "9007199254740992"'],
  ['a space', `${columns}a,0, 1,1\n`, 'Line 2, want is " 1"'],
  ['no want', `${columns}a,0,,1\n`, 'Line 2, want is ""'],
  ['no such class', `${columns}a,1,1,1\n`, 'Line 2, class is 1; enter a whole number from 0 to 0.'],
  ['no weight', `${columns}a,0,1,0\n`, 'Line 2, weight is 0; enter a whole number from 1 to 65535.'],
  ['a tenant twice', `${columns}a,0,1,1\n\n"a",0,2,1\n`, 'Line 4, tenant is "a", which has a request already'],
  ['no tenant', `${columns},0,1,1\n`, 'Line 2, tenant is ""'],
  ['too few fields', `${columns}a,0,1\n`, 'Line 2 has 3 fields; enter 4, as the header has.'],
  ['too many fields', `${columns}a,0,1,1,\n`, 'Line 2 has 5 fields'],
  ['a stray quote', `${columns}a"b,0,1,1\n`, 'Line 2 is no CSV record (RFC 4180)'],
  ['an open quote', `${columns}a,0,1,1\n"b,0,1,1\n`, 'Line 3 is no CSV record (RFC 4180)'],
  ['an unknown column', 'tenant,want,wieght\n', 'Line 1 has "wieght", which is no column'],
  ['a column twice', 'tenant,want,want\n', 'Line 1 has "want", twice'],
  ['no column', 'tenant,class\n', 'Line 1 has no column "want"'],
  ['no header', 'a,1\n', 'Line 1 has "a", which is no column; begin with the header tenant,class,want,weight'],
  ['nothing', '', 'There is no line'],
  ['no UTF-8', Uint8Array.of(...Buffer.from(columns), 0xff), 'Past byte 0 the text is not UTF-8'],
])('refuses a CSV with %s, and names line, value and what to enter', async (_what, csv, message) => {
  const { code, stdout, stderr } = await solveText('in.csv', csv, '--capacity', '1000', '--json')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(message)
})

const json = (from: string, to: string) => JSON.stringify(example).replace(from, to)

test.each([
  ['an exponent', json('"want":500', '"want":5e2'), '/requests/2/want is 5e2; enter a whole number below 2^53'],
  ['a part', json('"want":500', '"want":1.5'), '/requests/2/want is 1.5'],
  ['a part of nothing', json('"weight":1}', '"weight":1.0}'), '/classes/0/weight is 1.0'],
  ['a text', json('"want":500', '"want":"12"'), '/requests/2/want is "12"; enter a whole number below 2^53'],
  ['2^53', json('"capacity":1000', '"capacity":9007199254740992'), '/capacity is 9007199254740992'],
  ['a sign', json('"capBps":10000', '"capBps": -0'), '/capBps is -0'],
  ['null', json('"want":500', '"want":null'), '/requests/2/want is null'],
  ['a member too many', json('"want":500', '"want":500,"cap":1'), '/requests/2/cap means nothing'],
  ['a member too few', json(',"want":500', ''), '/requests/2/want is missing'],
  ['a number for a name', json('"tenant":"c"', '"tenant":3'), '/requests/2/tenant is 3; enter a name in double quotes'],
  ['a tenant twice', json('"tenant":"c"', '"tenant":"a"'), '/requests/2/tenant is "a", which has a request already'],
  ['no such class', json('"class":0,"want":500', '"class":1,"want":500'), '/requests/2/class is 1'],
  ['reserves above all', json('"reserveBps":0', '"reserveBps":10001'), '/classes/0/reserveBps is 10001'],
  ['a list at the top', '[]', 'The input is []; enter { } with capacity'],
  [
    'no list of requests',
    json(/"requests":.*/.exec(JSON.stringify(example))?.[0] ?? '', '"requests":7}'),
    '/requests is 7',
  ],
  ['an end too early', JSON.stringify(example).slice(0, -1), 'This is no JSON'],
])('refuses a JSON with %s, and names field, value and what to enter', async (_what, text, message) => {
  const { code, stdout, stderr } = await solveText('in.json', text)
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(message)
})

test('numbers within names are no numbers', async () => {
  const text = json('"tenant":"c"', '"tenant":"c\\",1.5e3,[-1"')
  const { code, stdout } = await solveText('in.json', text, '--json')
  expect([code, grantsOf(stdout)[2]]).toEqual([0, ['c",1.5e3,[-1', 300]])
})

test('writes all of the result to a file, or nothing', async () => {
  const folder = await createFolderWith({ 'in.json': JSON.stringify(example), 'out.json': 'before', 'bad.json': '{}' })
  const file = (name: string) => join(folder, name)
  expect(await runCli(['solve', file('bad.json'), '--out', file('out.json')])).toMatchObject({ code: 1, stdout: '' })
  expect(readFileSync(file('out.json'), 'utf8')).toBe('before')
  const said = await runCli(['solve', file('in.json'), '--out', file('out.json')])
  expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('allocated    1000') })
  expect(readFileSync(file('out.json'), 'utf8')).toBe(answer)
  expect(readdirSync(folder).sort()).toEqual(['bad.json', 'in.json', 'out.json'])
})

test('refuses to replace what is no file, and says where nothing can be written', async () => {
  const folder = await createFolderWith({ 'in.json': JSON.stringify(example) })
  mkdirSync(join(folder, 'sub'))
  symlinkSync('/dev/null', join(folder, 'link'))
  for (const out of ['sub', 'link', 'none/out.json', 'in.json/out.json']) {
    const said = await runCli(['solve', join(folder, 'in.json'), '--out', join(folder, out)])
    expect(said).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('--out "') })
  }
  expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true)
  expect(readdirSync(folder).sort()).toEqual(['in.json', 'link', 'sub'])
})

test('wrong usage is 3 and says what to do', async () => {
  const folder = await createFolderWith({ 'in.json': JSON.stringify(example), 'in.csv': columns })
  const [jsonFile, csvFile] = [join(folder, 'in.json'), join(folder, 'in.csv')]
  const wrong: [string[], string][] = [
    [[], 'Name one file'],
    [[jsonFile, csvFile], 'Name one file'],
    [[jsonFile, '--what'], '--what'],
    [[join(folder, 'none.csv'), '--capacity', '1'], 'cannot be read (ENOENT)'],
    [[folder], 'cannot be read (EISDIR)'],
    [[csvFile], 'give --capacity N'],
    [[csvFile, '--cap-bps', '1'], '--capacity N is missing'],
    [[csvFile, '--capacity', '1e3'], '--capacity is "1e3"'],
    [[csvFile, '--capacity', '9007199254740992'], '--capacity is "9007199254740992"'],
    [[csvFile, '--capacity', '1', '--cap-bps', '10001'], '--cap-bps is 10001; enter a whole number from 0 to 10000.'],
    [[csvFile, '--capacity', '1', '--classes', '0'], '--classes has "0"; enter RESERVE:WEIGHT'],
    [[csvFile, '--capacity', '1', '--classes', '9000:1,9000:1'], 'reserves in --classes is 18000'],
    [[csvFile, '--capacity', '1', '--classes', '0:0'], '--classes/0/weight is 0'],
    [[jsonFile, '--capacity', '1'], 'JSON brings its own policy'],
  ]
  const said = await Promise.all(wrong.map(([args]) => runCli(['solve', ...args])))
  for (const [index, { code, stdout, stderr }] of said.entries()) {
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain(wrong[index]?.[1])
  }
})

test('does not wait for the end of an input that is wrong already', { timeout: 30_000 }, async () => {
  expect(await pipeInto(['-'], columns, { ends: false })).toMatchObject({ code: 3, stdout: '' })
  const args = ['-', '--capacity', '1']
  expect(await pipeInto(args, `${columns}a,0,x,1\n`, { ends: false })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Line 2, want is "x"'),
  })
})

const LINES = 1_000_000
const MEMORY = 500_000_000

test('a million lines take bounded memory, and no more words when nobody watches', { timeout: 120_000 }, async () => {
  const rows = Array.from(
    { length: LINES },
    (_, index) => `0x${index.toString(16).padStart(40, '0')},${index % 1000}\n`,
  )
  const file = await writeInput('in.csv', `tenant,want\n${rows.join('')}`)
  const args = ['solve', file, '--capacity', '100000000']
  expect(await runCli(args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('999990 more') })
  const { code, peak } = await measurePeak([...args, '--json'])
  expect(code).toBe(0)
  expect(peak).toBeLessThan(MEMORY)
})

test('a file is read as it comes: what is wrong in its second line ends it', async () => {
  const file = await writeInput('in.csv', `${columns}a,0,x,1\n`)
  truncateSync(file, 50_000_000_000)
  const args = ['solve', file, '--capacity', '1']
  expect((await runCli(args)).stderr).toContain('Line 2, want is "x"')
  expect((await measurePeak(args)).peak).toBeLessThan(200_000_000)
})

test('a bar shows on a terminal how far a large file is read, and is gone after it', () => {
  const [terminal, log] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()]
  for (const [total, stream] of [
    [54_700_000, log],
    [1000, terminal],
    [null, terminal],
  ] as const) {
    const silent = createReadProgress(total, stream)
    silent.update(500)
    silent.end()
    expect(stream.read()).toBeNull()
  }
  const shown = createReadProgress(54_700_000, terminal)
  shown.update(27_350_000)
  shown.end()
  const text = String(terminal.read())
  expect(text).toContain('read 0 bytes of 54.7 MB')
  // Cursor and line breaking are as before, and the line is empty.
  expect(text).toMatch(/read 27\.4 MB of 54\.7 MB.*\[\?25h.*\[\?7h.*\[1G.\[2K$/)
})
