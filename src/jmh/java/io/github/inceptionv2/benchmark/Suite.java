package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.internal.files.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Compares this library with its peers: the same weights, images and threads, all in turn in one
 * run. Each entrant has a process of its own for all rounds. In each round, all entrants measure
 * each row one after another, in rotating order. Prints and writes medians, spreads and ratios.
 *
 * <p>System properties: {@code benchmark.rounds}; {@code benchmark.only}, the entrants and rows to
 * measure, separated by commas, or all; {@code benchmark.out}, the file to write.
 */
final class Suite {

  private static final Set<Entrant> TRAINED = EnumSet.of(Entrant.OURS, Entrant.OURS_WITHOUT_ONEDNN);
  private static final List<Integer> MEMORY_BATCHES = List.of(1, 32);

  /** The divisor of a measurement's time for the warm-up, which makes at least one call. */
  private static final int WARM_UP_PART = 3;

  private final Path work = Files.createTempDirectory("benchmark-");
  private final Path photos;
  private final int rounds;
  private final List<Entrant> entrants;
  private final List<Row> rows;
  private final Report report = new Report();

  private Suite(Path photos, int rounds, List<String> only) throws IOException {
    this.photos = photos;
    this.rounds = rounds;
    this.entrants = chosen(Entrant.values(), only).stream().filter(this::runsHere).toList();
    if (entrants.isEmpty()) {
      throw new IllegalArgumentException(
          "this processor supports none of the entrants in benchmark.only=" + only);
    }
    this.rows = chosen(Row.values(), only);
  }

  private boolean runsHere(Entrant entrant) {
    boolean runsHere = entrant.runsHere();
    if (!runsHere) {
      progress("skipping " + entrant + ": the processor does not support its precision");
    }
    return runsHere;
  }

  /** Returns the named values, or all if none is named. */
  private static <T extends Enum<T>> List<T> chosen(T[] all, List<String> names) {
    List<T> named = Arrays.stream(all).filter(each -> names.contains(each.name())).toList();
    return named.isEmpty() ? List.of(all) : named;
  }

  /** Runs the whole suite with the JPEGs of a directory. */
  static void run(Path photos) throws Exception {
    int rounds = Integer.getInteger("benchmark.rounds");
    List<String> only = List.of(System.getProperty("benchmark.only").split(","));
    String text = new Suite(photos, rounds, only).run();
    System.out.print(text);
    Path out = Path.of(System.getProperty("benchmark.out"));
    Files.createDirectories(out.toAbsolutePath().getParent());
    Files.writeString(out, text);
  }

  private String run() throws Exception {
    long begin = System.nanoTime();
    List<Path> files = Inputs.photos(photos);
    try {
      progress("writing the network and a large photograph");
      Inputs.write(work, files);
      double peak = Math.max(peak(Map.of()), peak(Map.of(Entrant.ONE_DNN, "1")));
      measureStarts(files.get(0));
      measureMemory(files.get(0));
      measureTraining();
      measureSpeed();
      double minutes = (System.nanoTime() - begin) / 60e9;
      return report.text(files.size(), rounds, peak, minutes);
    } finally {
      DirectoryTree.delete(work);
    }
  }

  /** Returns the machine's peak in GFLOP/s. */
  private double peak(Map<String, String> environment) throws IOException {
    try (Child child = Child.start(Machine.class, environment, log("peak"))) {
      return Double.parseDouble(child.answer());
    }
  }

  /** Measures starts, except for the first of each entrant, which warms the file cache. */
  private void measureStarts(Path photo) throws IOException {
    for (int round = -1; round < rounds; round++) {
      progress("starts, round " + round);
      for (Entrant entrant : inTurn(round)) {
        if (!entrant.startsDifferently()) {
          continue;
        }
        long begin = System.nanoTime();
        try (Child child = probe(entrant, photo, 0)) {
          child.answer();
          if (round >= 0) {
            report.addStart(entrant, (System.nanoTime() - begin) / 1e9);
          }
        }
      }
    }
  }

  private void measureMemory(Path photo) throws IOException {
    for (int round = 0; round < Math.max(1, rounds / 2); round++) {
      for (int batch : MEMORY_BATCHES) {
        progress("memory at batch " + batch + ", round " + round);
        for (Entrant entrant : inTurn(round)) {
          if (!entrant.startsDifferently()) {
            continue;
          }
          try (Child child = probe(entrant, photo, batch)) {
            child.answer();
            String[] megabytes = child.answer().split(" ");
            report.addMemory(
                batch, entrant, Double.parseDouble(megabytes[0]), Double.parseDouble(megabytes[1]));
          }
        }
      }
    }
  }

  private void measureTraining() throws IOException {
    for (int round = 0; round < Math.max(1, rounds / 2); round++) {
      progress("training, round " + round);
      for (Entrant entrant : inTurn(round)) {
        if (!TRAINED.contains(entrant)) {
          continue;
        }
        try (Child child = child(Training.class, entrant)) {
          String[] imagesPerSecond = child.answer().split(" ");
          report.addTraining(
              entrant,
              Double.parseDouble(imagesPerSecond[0]),
              Double.parseDouble(imagesPerSecond[1]));
        }
      }
    }
  }

  private Child probe(Entrant entrant, Path photo, int batch) throws IOException {
    return Child.start(
        Probe.class,
        entrant.environment(),
        log(entrant.name()),
        entrant.name(),
        work.toString(),
        photo.toString(),
        Integer.toString(batch));
  }

  /** Each entrant's process waits while another measures. The first round warms up. */
  private void measureSpeed() throws IOException {
    Map<Entrant, Child> workers = new EnumMap<>(Entrant.class);
    try {
      for (Entrant entrant : entrants) {
        progress("opening and verifying " + entrant.title());
        workers.put(entrant, child(Worker.class, entrant));
        workers.get(entrant).answer();
      }
      for (int round = -1; round < rounds; round++) {
        for (Row row : rows) {
          progress("round " + round + ", " + row.title());
          for (Entrant entrant : inTurn(round)) {
            if (entrant.takesPartIn(row)) {
              measure(row, entrant, workers.get(entrant), round >= 0);
            }
          }
        }
      }
    } finally {
      workers.values().forEach(Child::close);
    }
  }

  private Child child(Class<?> main, Entrant entrant) throws IOException {
    return Child.start(
        main,
        entrant.environment(),
        log(entrant.name()),
        entrant.name(),
        work.toString(),
        photos.toString());
  }

  private void measure(Row row, Entrant entrant, Child worker, boolean isCounted)
      throws IOException {
    int milliseconds = isCounted ? row.milliseconds() : row.milliseconds() / WARM_UP_PART;
    worker.request(row.name() + " " + milliseconds);
    String[] numbers = worker.answer().split(" ");
    double imagesPerSecond = Double.parseDouble(numbers[0]);
    progress(String.format(Locale.ROOT, "  %-40s %8.2f", entrant.title(), imagesPerSecond));
    if (isCounted) {
      report.addSpeed(row, entrant, imagesPerSecond, Double.parseDouble(numbers[1]));
    }
  }

  /** Returns the entrants in the order of a round. Each round begins with a different entrant. */
  private List<Entrant> inTurn(int round) {
    List<Entrant> order = new ArrayList<>(entrants);
    Collections.rotate(order, round);
    return order;
  }

  private Path log(String name) {
    return work.resolve(name + ".log");
  }

  private static void progress(String line) {
    System.err.println(line);
  }
}
