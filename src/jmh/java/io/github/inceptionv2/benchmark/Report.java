package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.util.Locale;

/** All results, as a page in Markdown. */
final class Report {

  /** Multiplications and additions per image at 224x224, in 1e9. */
  private static final double GFLOP_PER_IMAGE = 3.868;

  private final Results speed = new Results(false);
  private final Results shares = new Results(false);
  private final Results allocation = new Results(true);
  private final Results training = new Results(false);
  private final Results start = new Results(true);
  private final Results memory = new Results(true);

  void addSpeed(Row row, Entrant entrant, double imagesPerSecond, double bytesPerCall) {
    speed.add(row.title(), entrant, imagesPerSecond);
    if (row.isOfNetworkOnly()) {
      shares.add(row.title(), entrant, imagesPerSecond * GFLOP_PER_IMAGE);
    }
    if (!row.hasManyCallers()) {
      allocation.add(row.title(), entrant, bytesPerCall / 1e3);
    }
  }

  void addTraining(Entrant entrant, double full, double head) {
    training.add("all weights, 224x224, batch 32", entrant, full);
    training.add("logits only, on feature vectors, batch 32", entrant, head);
  }

  void addStart(Entrant entrant, double seconds) {
    start.add("JVM start to first prediction, s", entrant, seconds);
  }

  void addMemory(int batch, Entrant entrant, double resident, double most) {
    memory.add("batch " + batch + ", resident", entrant, resident);
    memory.add("batch " + batch + ", maximum", entrant, most);
  }

  /**
   * Returns the page.
   *
   * @param peak GFLOP/s of the machine
   */
  String text(int photos, int rounds, double peak, double minutes) throws IOException {
    String template =
        """
        # Measured speed

        %s;
        peers: %s.
        %d rounds over %d photographs in %.0f minutes. Cells are medians with (smallest–largest); ratios
        compare with the best peer of the row, round by round: above 1 is better than the peer.

        ## Images per second

        The best of this library's settings in each row, beside the best peer:

        %s
        In int8 and bfloat16, whose numbers differ:

        %s
        All entrants; the best peer is in float32:

        %s
        ## GFLOP/s

        The network alone, at %.3f GFLOP per image. Products of large matrices reach at most
        %.0f GFLOP/s on this machine.

        %s
        ## Training, images per second

        Includes reading, distorting and shuffling images. The second column differs in oneDNN only.

        %s
        ## Start

        %s
        ## Memory, MB

        %s
        ## Allocation in the Java heap, kB per call

        %s""";
    return String.format(
        Locale.ROOT,
        template,
        Machine.describe(),
        Machine.peers(),
        rounds,
        photos,
        minutes,
        Table.summary(speed, 1),
        Table.rounded(speed, 1),
        Table.full(speed, 1),
        GFLOP_PER_IMAGE,
        peak,
        Table.shares(shares, peak),
        Table.alone(training, 1),
        Table.full(start, 2),
        Table.full(memory, 0),
        Table.medians(allocation, 0));
  }
}
