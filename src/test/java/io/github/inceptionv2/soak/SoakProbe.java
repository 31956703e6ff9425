package io.github.inceptionv2.soak;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.testing.Golden;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Works for a long time in a JVM of its own and prints a table of the resources that it holds. */
final class SoakProbe {

  private static final int CALLERS = 64;

  private final SplittableRandom random = new SplittableRandom(2015);
  private final TreeMap<String, Integer> outcomes = new TreeMap<>();

  private final RuntimeOptions options;

  private SoakProbe(Precision precision) {
    this.options = RuntimeOptions.builder().requirePrecision(precision).build();
  }

  /**
   * Arguments: the number of images, the number of cycles of opening and closing, and the
   * precision.
   */
  public static void main(String[] args) throws Exception {
    int images = Integer.parseInt(args[0]);
    int cycles = Integer.parseInt(args[1]);
    SoakProbe probe = new SoakProbe(Precision.of(args[2]));
    System.out.println(Series.header());
    print(probe.files(images / 2));
    print(probe.sizes(images - images / 2));
    print(probe.cycles(cycles));
    print(probe.closings(Math.max(1, cycles / 2)));
    System.out.println("outcomes " + probe.outcomes);
  }

  private static void print(Series series) {
    System.out.println(series.row());
  }

  /**
   * Reads files of all formats, good and bad, singly and in batches, at one size of the network.
   */
  private Series files(int count) throws Exception {
    List<ImageSource> files = SoakImages.files();
    Series series = new Series("files of " + files.size(), "images", count);
    try (InceptionV2 model = open(48)) {
      for (int done = 0; done < count; ) {
        int size = Math.min(random.nextInt(5) == 0 ? 8 : 1, count - done);
        List<ImageSource> some = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          some.add(files.get(random.nextInt(files.size())));
        }
        compute(model.batch(some));
        for (int i = 0; i < size; i++) {
          series.sample(++done);
        }
      }
    }
    return series;
  }

  private void compute(Batch batch) {
    switch (random.nextInt(3)) {
      case 0 -> note(batch.featureVectors());
      case 1 -> note(batch.classify(5));
      default -> note(batch.endpoint("Mixed_4e"));
    }
  }

  private <T> void note(List<ImageResult<T>> results) {
    for (ImageResult<T> result : results) {
      String outcome = result.error().map(e -> e.getClass().getSimpleName()).orElse("computed");
      outcomes.merge(outcome, 1, Integer::sum);
    }
  }

  /** Uses sizes from 32x32 to 96x96, most of them for the first time. */
  private Series sizes(int count) throws Exception {
    Series series = new Series("sizes 32..96", "images", count);
    try (InceptionV2 model = open(32)) {
      for (int done = 1; done <= count; done++) {
        int height = 32 + random.nextInt(65);
        int width = 32 + random.nextInt(65);
        check(
            model.classify(
                ImageSource.ofRgb(
                    Golden.image(0, height, width), ImageSize.ofWidth(width).height(height)),
                1));
        series.sample(done);
      }
    }
    return series;
  }

  private Series cycles(int count) throws Exception {
    Series series = new Series("open, classify, close", "cycles", count);
    ImageSource image = ImageSource.of(Golden.png(1, 40, 50));
    for (int done = 1; done <= count; done++) {
      try (InceptionV2 model = open(32)) {
        check(model.classify(image, 1));
      }
      series.sample(done);
    }
    return series;
  }

  /** Closes a model while many threads call it: each call ends with numbers or is refused. */
  private Series closings(int count) throws Exception {
    Series series = new Series(CALLERS + " threads against close", "cycles", count);
    for (int done = 1; done <= count; done++) {
      closeUnder(open(32));
      series.sample(done);
    }
    return series;
  }

  private void closeUnder(InceptionV2 model) throws Exception {
    CountDownLatch running = new CountDownLatch(CALLERS);
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<String>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(threads.submit(() -> callUntilClosed(model, running)));
    }
    running.await();
    model.close();
    for (Future<String> caller : callers) {
      outcomes.merge(caller.get(1, TimeUnit.MINUTES), 1, Integer::sum);
    }
    threads.shutdown();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    Thread.sleep(100); // the system's figures follow a little later
  }

  private static String callUntilClosed(InceptionV2 model, CountDownLatch running)
      throws IOException {
    ImageSource image = ImageSource.ofRgb(Golden.image(2, 32, 32), ImageSize.square(32));
    running.countDown();
    try {
      while (true) {
        check(model.classify(image, 1));
      }
    } catch (IllegalStateException e) {
      return e.getMessage();
    }
  }

  private static void check(List<Prediction> top) {
    if (!Float.isFinite(top.get(0).logit())) {
      throw new AssertionError(top);
    }
  }

  private InceptionV2 open(int size) throws IOException {
    return InceptionV2.builder(ModelSource.untrained())
        .imageSize(ImageSize.square(size))
        .runtime(options)
        .load();
  }
}
