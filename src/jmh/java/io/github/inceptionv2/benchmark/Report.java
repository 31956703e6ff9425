package io.github.inceptionv2.benchmark;

import java.io.IOException;
import java.util.Locale;

/** All results, as a page in Markdown. */
final class Report {

  /** Multiplications and additions of one image at 224x224, in 1e9. */
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
    training.add("logits alone, of feature vectors, batch 32", entrant, head);
  }

  void addStart(Entrant entrant, double seconds) {
    start.add("JVM start to first prediction, s", entrant, seconds);
  }

  void addMemory(int batch, Entrant entrant, double resident, double most) {
    memory.add("batch " + batch + ", resident", entrant, resident);
    memory.add("batch " + batch + ", at most", entrant, most);
  }

  /**
   * The page.
   *
   * @param peak GFLOP/s
   */
  String text(int photos, int rounds, double peak, double minutes) throws IOException {
    String template =
        """
        # Speed, measured

        %s;
        peers: %s.
        %d rounds over %d photographs in %.0f minutes. Cells are medians with (smallest–largest); ratios
        are to the best peer of the row, round by round: more than 1 is better than the peer.

        ## Images a second

        The best of this library's settings in each row, beside the best peer:

        %s
        In int8 and bfloat16, whose numbers differ:

        %s
        All; the best peer is in float32:

        %s
        ## GFLOP/s

        Of the network alone, %.3f GFLOP an image. The most that a product of large matrices reaches here
        is %.0f GFLOP/s.

        %s
        ## Training, images a second

        Reading, distorting and shuffling images included. The second column differs by oneDNN alone.

        %s
        ## Start

        %s
        ## Memory, MB

        %s
        ## Allocation in the Java heap, kB a call

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
