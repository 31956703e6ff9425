package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the image files named as arguments in many ways, in a JVM of its own. For each file and
 * way, prints by how many mebibytes the process peaked above its size after an ordinary photograph,
 * the seconds, the outcome, the file and the way.
 */
final class BoundedProbe {

  /** The presets of {@code Preprocessing}, by name. */
  static final Map<String, Resampling> PRESETS =
      Map.of(
          "slim", new Resampling(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR),
          "hub", new Resampling(Geometry.STRETCH, Filter.LEGACY_BILINEAR),
          "keras", new Resampling(Geometry.STRETCH, Filter.BILINEAR),
          "keras-antialias", new Resampling(Geometry.STRETCH, Filter.ANTIALIASED),
          "torchvision", new Resampling(Geometry.SHORT_SIDE_CROP, Filter.ANTIALIASED_8_BIT),
          "letterbox", new Resampling(Geometry.FIT, Filter.ANTIALIASED));

  private static final int THUMBNAIL = 160;

  private BoundedProbe() {}

  /** A way to read a file. */
  interface Reading {
    String outcome(ImagePipeline pipeline, ImageData file)
        throws IOException, UnreadableImageException;
  }

  /** Returns the ways that differ most, or all ways. */
  static Map<String, Reading> readings(boolean isAll) {
    Map<String, Reading> readings = readings();
    if (!isAll) {
      readings.keySet().retainAll(List.of("slim", "letterbox turned", "torchvision ten"));
    }
    return readings;
  }

  private static Map<String, Reading> readings() {
    Map<String, Reading> readings = new LinkedHashMap<>();
    View turned = new View(1, Optional.empty());
    View corner = new View(0, Optional.of(new Region(0, 0, 1, 1)));
    PRESETS.forEach(
        (name, how) -> {
          readings.put(name, (pipeline, file) -> one(pipeline, file, View.ALL, how));
          readings.put(name + " turned", (pipeline, file) -> one(pipeline, file, turned, how));
          readings.put(name + " region", (pipeline, file) -> one(pipeline, file, corner, how));
          readings.put(name + " ten", (pipeline, file) -> ten(pipeline, file, how));
        });
    readings.put("thumbnail", BoundedProbe::thumbnail);
    Distortion half = new Distortion(0.5, 1, 0.5, 0.5, true, 0.1f, 1.1f, 0.9f);
    readings.put("distorted", (pipeline, file) -> size(pipeline.distort(file, half, 224, 224)));
    return readings;
  }

  /** Arguments: {@code true} to read in all ways, and the files. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Reading> readings = readings(Boolean.parseBoolean(arguments[0]));
    List<String> files = List.of(arguments).subList(1, arguments.length);
    try (ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT)) {
      ImageData ordinary = new ImageData.File(Fixtures.flower());
      readings.values().forEach(reading -> outcome(reading, pipeline, ordinary)); // loads code
      System.gc();
      long ordinaryMemory = status("VmRSS");
      for (String file : files) {
        for (String name : readings.keySet()) {
          String outcome = measure(readings.get(name), pipeline, Path.of(file), ordinaryMemory);
          System.out.println(outcome + "\t" + Path.of(file).getFileName() + "\t" + name);
        }
      }
    }
  }

  private static String measure(
      Reading reading, ImagePipeline pipeline, Path file, long ordinaryMemory) throws IOException {
    System.gc();
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // resets the high-water mark
    long start = System.nanoTime();
    String outcome = outcome(reading, pipeline, new ImageData.File(file));
    double seconds = (System.nanoTime() - start) / 1e9;
    long growth = status("VmHWM") - ordinaryMemory;
    return String.format(Locale.ROOT, "%d\t%.1f\t%s", growth, seconds, outcome);
  }

  private static String outcome(Reading reading, ImagePipeline pipeline, ImageData file) {
    try {
      return "decoded to " + reading.outcome(pipeline, file);
    } catch (UnreadableImageException e) {
      return "refused: " + e.getMessage();
    } catch (Throwable e) {
      return "FAILED: " + e;
    }
  }

  private static String one(ImagePipeline pipeline, ImageData file, View view, Resampling how)
      throws IOException, UnreadableImageException {
    return size(pipeline.prepare(file, view, how, 224, 224));
  }

  private static String ten(ImagePipeline pipeline, ImageData file, Resampling how)
      throws IOException, UnreadableImageException {
    return size(pipeline.prepareTen(file, View.ALL, how, 224, 224));
  }

  private static String size(ImageBatch batch) {
    try (batch) {
      return batch.count() + "x" + batch.height() + "x" + batch.width();
    }
  }

  private static String thumbnail(ImagePipeline pipeline, ImageData file)
      throws IOException, UnreadableImageException {
    BufferedImage image = Thumbnail.image(pipeline, file, View.ALL, THUMBNAIL);
    return image.getHeight() + "x" + image.getWidth();
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
