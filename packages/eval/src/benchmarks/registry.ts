/** Every public benchmark that Parallax scores. Adding one is one file here and one line below. */
import { ConfigError, suggestName } from '@parallax/lab';
import { threeDsrBench } from './3dsrbench/index.ts';
import { actialReward } from './actial-reward/index.ts';
import type { Benchmark, BenchmarkRow } from './benchmark.ts';
import { blink } from './blink/blink.ts';
import { cvBench } from './cv-bench/index.ts';
import { lamm } from './lamm/index.ts';
import { mindCube } from './mindcube/mindcube.ts';
import { mmsiBench } from './mmsi-bench/mmsi-bench.ts';
import { omniSpatial } from './omnispatial/omnispatial.ts';
import { sat } from './sat/sat.ts';
import { spatialScoreV0 } from './spatialscore/index.ts';
import { viewSpatialBench } from './viewspatial-bench/viewspatial-bench.ts';
import { vlmevalkitCircular } from './vlmevalkit/circular.ts';
import { vlmevalkitMcq } from './vlmevalkit/mcq.ts';
import { vsiBench } from './vsi-bench/vsi-bench.ts';

/** A benchmark reads its own rows only: which type they are is its own affair. */
const erase = <R extends BenchmarkRow>(benchmark: Benchmark<R>): Benchmark =>
  benchmark as unknown as Benchmark;

export const benchmarks: readonly Benchmark[] = [
  erase(actialReward),
  erase(blink),
  erase(lamm),
  erase(mindCube),
  erase(mmsiBench),
  erase(viewSpatialBench),
  erase(vsiBench),
  erase(spatialScoreV0),
  erase(vlmevalkitMcq),
  erase(vlmevalkitCircular),
  erase(threeDsrBench),
  erase(cvBench),
  erase(sat),
  erase(omniSpatial),
];

/** @throws ConfigError `unknown-benchmark` naming the nearest one and all that exist. */
export function benchmarkNamed(name: string): Benchmark {
  const found = benchmarks.find((benchmark) => benchmark.name === name);
  if (found !== undefined) return found;
  const names = benchmarks.map((benchmark) => benchmark.name);
  throw new ConfigError('unknown-benchmark', `There is no benchmark "${name}".`, {
    remedy: suggestName(name, names),
  });
}
