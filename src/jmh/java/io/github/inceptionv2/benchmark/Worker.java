package io.github.inceptionv2.benchmark;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A process with one contender, which measures a row with JMH whenever {@link Suite} asks.
 *
 * <p>This process is JMH's fork. It stays alive between measurements, so contenders can take turns
 * every few seconds, and a drift of the machine's speed hits all of them alike.
 */
public final class Worker {

  /** The beginning of a line that is an answer; native libraries write to the same output. */
  static final String ANSWER = "@ ";

  private static Contender contender;
  private static List<byte[]> photos;
  private static List<Path> folder;
  private static byte[] large;

  private Worker() {}

  static Contender contender() {
    return contender;
  }

  static List<byte[]> photos() {
    return photos;
  }

  static List<Path> folder() {
    return folder;
  }

  static byte[] large() {
    return large;
  }

  /**
   * Serves requests from standard input, each a row and the milliseconds to measure.
   *
   * @param args an {@link Entrant}, the directory of {@link Inputs}, and the directory of
   *     photographs
   */
  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[1]);
    folder = Inputs.photos(Path.of(args[2]));
    photos = Inputs.sample(folder);
    large = Files.readAllBytes(Inputs.large(work));
    Entrant entrant = Entrant.valueOf(args[0]);
    contender = entrant.open(work);
    if (entrant.isRounded()) {
      Verification.checkRounded(contender);
    } else {
      Verification.check(contender);
    }
    PrintStream out = System.out;
    out.println(ANSWER + "ready");
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      String[] request = line.split(" ");
      out.println(ANSWER + measure(Row.valueOf(request[0]), Integer.parseInt(request[1])));
    }
    // Some runtimes leave threads behind that would keep the process alive.
    System.exit(0);
  }

  /** Returns images per second and the bytes allocated in the heap per call. */
  private static String measure(Row row, int milliseconds) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(Measured.class.getName() + "\\." + row.method() + "$")
            .param("images", Integer.toString(Math.max(1, row.images())))
            .param("callers", Integer.toString(row.callers()))
            .threads(1)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(milliseconds))
            .timeUnit(TimeUnit.SECONDS)
            .timeout(TimeValue.minutes(5))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(options).run();
    RunResult result = results.iterator().next();
    int images = row.images() == 0 ? folder.size() : row.images();
    return String.format(
        Locale.ROOT,
        "%.4f %.0f",
        result.getPrimaryResult().getScore() * images,
        result.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
  }
}
