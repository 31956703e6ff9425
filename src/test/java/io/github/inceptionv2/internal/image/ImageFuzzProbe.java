package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Damages image files at random, reads them and prints the outcomes, in a JVM of its own. Its heap
 * must have a fixed size and be touched from the start, so that resident memory shows growth
 * outside the heap.
 */
final class ImageFuzzProbe {

  private static final int MAX_FILE_SIZE = 1 << 18;

  private static final long PAGE_BYTES = 4096;

  private final SplittableRandom random = new SplittableRandom(20161);
  private final List<String> presets = BoundedProbe.PRESETS.keySet().stream().sorted().toList();

  /** Arguments: the number of seconds, and a path that keeps the file being read. */
  public static void main(String[] args) throws Exception {
    new ImageFuzzProbe().run(Long.parseLong(args[0]), Path.of(args[1]));
  }

  private void run(long seconds, Path last) throws Exception {
    List<byte[]> files = files();
    Map<String, Integer> outcomes = new TreeMap<>();
    Set<String> failures = new TreeSet<>();
    ImageSettings all = ImageSettings.DEFAULT;
    ImageSettings small =
        new ImageSettings(
            4_000_000, all.maxBytes(), 20, all.maxMetadataBytes(), true, false, 0xffffff);
    long start;
    long most = 0;
    try (ImagePipeline pipeline = ImagePipeline.open(small)) {
      for (String preset : BoundedProbe.PRESETS.keySet()) {
        outcome(pipeline, preset, files.get(0), failures);
      }
      start = residentMegabytes();
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      while (System.nanoTime() < end) {
        byte[] damaged = damage(files.get(random.nextInt(files.size())), files);
        Files.write(last, damaged);
        String preset = presets.get(random.nextInt(presets.size()));
        outcomes.merge(outcome(pipeline, preset, damaged, failures), 1, Integer::sum);
        most = Math.max(most, residentMegabytes());
      }
    }
    failures.forEach(failure -> System.out.println("FAILED " + failure));
    System.out.println(files.size() + " files, outcomes " + outcomes);
    System.out.println("RESIDENT " + start + " " + most + " " + residentMegabytes());
  }

  /** Returns the resident memory including the heap, or 0 if the system does not report it. */
  private static long residentMegabytes() throws IOException {
    Path statistics = Path.of("/proc/self/statm"); // in pages
    return Files.isReadable(statistics)
        ? Long.parseLong(Files.readString(statistics).split(" ")[1]) * PAGE_BYTES >> 20
        : 0;
  }

  private String outcome(ImagePipeline pipeline, String preset, byte[] file, Set<String> failures) {
    ImageData image = new ImageData.Encoded(file);
    View view = new View(random.nextInt(4), Optional.empty());
    Resampling how = BoundedProbe.PRESETS.get(preset);
    boolean isTen = random.nextInt(4) == 0;
    try (ImageBatch batch =
        isTen
            ? pipeline.prepareTen(image, view, how, 32, 32)
            : pipeline.prepare(image, view, how, 32, 32)) {
      return "decoded to " + batch.height();
    } catch (UnreadableImageException e) {
      return e.getCause() instanceof RuntimeException && e.getMessage().startsWith("cannot be")
          ? failed(e.getCause(), failures)
          : "refused";
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return failed(e, failures);
    }
  }

  /** Records one failure of each kind, with the place where it comes from. */
  private static String failed(Throwable e, Set<String> failures) {
    failures.add(e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList());
    return "failed";
  }

  private byte[] damage(byte[] whole, List<byte[]> others) {
    byte[] file = whole.clone();
    switch (random.nextInt(6)) {
      case 0 -> file = Arrays.copyOf(file, random.nextInt(file.length + 1));
      case 1 -> flip(file, 1);
      case 2 -> flip(file, 1 + random.nextInt(16));
      case 3 -> overwriteHeader(file);
      case 4 -> splice(file, others.get(random.nextInt(others.size())));
      default -> file = repeat(file);
    }
    return file;
  }

  private void flip(byte[] file, int count) {
    for (int i = 0; i < count && file.length > 0; i++) {
      file[random.nextInt(file.length)] = (byte) random.nextInt(256);
    }
  }

  /** Writes extreme values where headers have sizes and lengths. */
  private void overwriteHeader(byte[] file) {
    byte[] extremes = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};
    int start = random.nextInt(Math.max(1, Math.min(64, file.length)));
    for (int i = start; i < Math.min(file.length, start + 4); i++) {
      file[i] = extremes[random.nextInt(extremes.length)];
    }
  }

  private void splice(byte[] file, byte[] other) {
    int length = Math.min(Math.min(file.length, other.length), 1 + random.nextInt(256));
    if (length > 0) {
      int from = random.nextInt(other.length - length + 1);
      System.arraycopy(other, from, file, random.nextInt(file.length - length + 1), length);
    }
  }

  private byte[] repeat(byte[] file) {
    int at = random.nextInt(file.length + 1);
    int length = Math.min(random.nextInt(512), file.length - at);
    byte[] longer = new byte[file.length + length];
    System.arraycopy(file, 0, longer, 0, at + length);
    System.arraycopy(file, at, longer, at + length, file.length - at);
    return longer;
  }

  private static List<byte[]> files() throws Exception {
    List<byte[]> files = new ArrayList<>();
    files.add(Files.readAllBytes(Fixtures.flower()));
    for (String format : List.of("png", "gif", "bmp")) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(Golden.bufferedImage(1, 40, 50), format, bytes);
      files.add(bytes.toByteArray());
    }
    files.addAll(ExtremeImages.all().values());
    try (Stream<CorpusTest.Row> rows = CorpusTest.rows("decodes", "either", "error", "bounded")) {
      for (CorpusTest.Row row : rows.toList()) {
        byte[] file = Files.readAllBytes(CorpusTest.CORPUS.resolve(row.get("path")));
        if (file.length > 0 && file.length <= MAX_FILE_SIZE) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
