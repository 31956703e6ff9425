package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reads the image files named as arguments in a JVM of its own, and prints for each by how many
 * mebibytes the process grew at its highest, how long it took, and what came of it.
 */
final class BoundedProbe {

  private static final Resampling SLIM =
      new Resampling(Resampling.Geometry.CENTRAL_CROP, Resampling.Filter.LEGACY_BILINEAR);

  private BoundedProbe() {}

  public static void main(String[] files) throws IOException {
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      outcome(pipeline, Fixtures.flower()); // loads what every image needs
      for (String file : files) {
        System.gc();
        Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // resets the high-water mark
        long before = status("VmRSS");
        long start = System.nanoTime();
        String outcome = outcome(pipeline, Path.of(file));
        System.out.printf(
            Locale.ROOT,
            "%d\t%.1f\t%s\t%s%n",
            status("VmHWM") - before,
            (System.nanoTime() - start) / 1e9,
            outcome,
            file);
      }
    }
  }

  private static String outcome(ImagePipeline pipeline, Path file) {
    try (ImageBatch batch = pipeline.prepare(new ImageData.File(file), View.ALL, SLIM, 224, 224)) {
      return "decoded to " + batch.height() + "x" + batch.width();
    } catch (UnreadableImageException e) {
      return "refused: " + e.getMessage();
    } catch (Throwable e) {
      return "FAILED: " + e;
    }
  }

  private static long status(String key) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("/proc/self/status"));
    return lines.stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
