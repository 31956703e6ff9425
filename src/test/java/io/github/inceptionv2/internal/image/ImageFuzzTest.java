package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Damages image files at random and reads them: nothing but results and reasons may come of it.
 *
 * <p>Runs in the Maven profile {@code soak}, for as many seconds as the system property {@code
 * fuzz.seconds} says. Each file damaged is first written to {@code target/fuzz-last}, so that one
 * that ended the JVM is still there.
 */
@Tag("soak")
@Tag("fuzz")
class ImageFuzzTest {

  private static final Resampling SLIM =
      new Resampling(Resampling.Geometry.CENTRAL_CROP, Resampling.Filter.LEGACY_BILINEAR);
  private static final int MAX_FILE_SIZE = 1 << 18;

  private final SplittableRandom random = new SplittableRandom(20161);

  @Test
  void damaged_atRandom_resultOrReason() throws Exception {
    List<byte[]> files = files();
    Map<String, Integer> outcomes = new TreeMap<>();
    Set<String> failures = new TreeSet<>();
    long end = System.nanoTime() + Long.getLong("fuzz.seconds", 300) * 1_000_000_000L;
    ImageSettings all = ImageSettings.DEFAULT;
    ImageSettings small =
        new ImageSettings(
            4_000_000, all.maxBytes(), 20, all.maxMetadataBytes(), true, false, 0xffffff);
    try (ImagePipeline pipeline = ImagePipeline.open(small)) {
      while (System.nanoTime() < end) {
        byte[] damaged = damage(files.get(random.nextInt(files.size())), files);
        Files.write(Path.of("target", "fuzz-last"), damaged);
        outcomes.merge(outcome(pipeline, damaged, failures), 1, Integer::sum);
      }
    }
    System.out.println(files.size() + " files, outcomes " + outcomes);
    assertEquals(Set.of(), failures);
    assertTrue(outcomes.size() >= 2, "one outcome only: " + outcomes);
  }

  private static String outcome(ImagePipeline pipeline, byte[] file, Set<String> failures) {
    try (ImageBatch batch = pipeline.prepare(new ImageData.Encoded(file), View.ALL, SLIM, 32, 32)) {
      return "decoded to " + batch.height();
    } catch (UnreadableImageException e) {
      return "refused";
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      // one of each kind is enough, with where it comes from
      failures.add(e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList());
      return "failed";
    }
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

  /** Extreme values where sizes and lengths stand. */
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
