package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Measures a fresh process: the time to its first prediction, and the memory it settles at. */
public final class Probe {

  private static final int RUNS = 20;

  private Probe() {}

  /**
   * Classifies one photograph, then runs the network if the batch size is not 0.
   *
   * @param args an {@link Entrant}, the directory of {@link Inputs}, a photograph, the batch size
   */
  public static void main(String[] args) throws Exception {
    Contender contender = Entrant.valueOf(args[0]).open(Path.of(args[1]));
    List<Contender.Top> top = contender.classify(Files.readAllBytes(Path.of(args[2])));
    System.out.println(Worker.ANSWER + top.size());
    int batch = Integer.parseInt(args[3]);
    if (batch > 0) {
      List<float[]> images =
          Collections.nCopies(batch, Golden.image(0, Contender.SIZE, Contender.SIZE));
      Contender.Prepared prepared = contender.prepare(images);
      for (int i = 0; i < Math.max(2, RUNS / batch); i++) {
        prepared.logits();
      }
      System.out.println(Worker.ANSWER + megabytes("VmRSS") + " " + megabytes("VmHWM"));
    }
    System.exit(0);
  }

  /** Returns a figure of this process from Linux, or NaN on other systems. */
  private static double megabytes(String field) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith(field + ":")) {
        return Double.parseDouble(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    throw new IOException(status + " has no " + field);
  }
}
