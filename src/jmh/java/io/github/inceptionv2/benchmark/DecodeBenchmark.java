package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.internal.image.DecodeBenchmarkAccess;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Compares how fast this library and ImageIO with Java2D read photographs: from JPEG bytes to 224 x
 * 224 floats, on one thread, both in turn in one run. Reports medians over rounds and their ratio.
 */
final class DecodeBenchmark {

  private static final int ROUNDS = 9;
  private static final int SIZE = 224;

  private DecodeBenchmark() {}

  private interface Reader {
    float[] read(byte[] file) throws Exception;
  }

  /** Prints a line about the JPEGs of a directory. */
  static void run(Path photos) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (Path photo : Inputs.photos(photos)) {
      files.add(Files.readAllBytes(photo));
    }
    ImageIO.setUseCache(false);
    try (DecodeBenchmarkAccess ours = new DecodeBenchmarkAccess()) {
      double[] rates = new double[ROUNDS];
      double[] theirs = new double[ROUNDS];
      for (int round = -2; round < ROUNDS; round++) {
        double mine = rate(ours::read, files);
        double jdk = rate(DecodeBenchmark::readByJdk, files);
        if (round >= 0) {
          rates[round] = mine;
          theirs[round] = jdk;
        }
      }
      Arrays.sort(rates);
      Arrays.sort(theirs);
      System.out.printf(
          Locale.ROOT,
          "%d JPEGs, images/s on one thread: this library %.0f (%.0f to %.0f), ImageIO and Java2D"
              + " %.0f (%.0f to %.0f), ratio %.2f%n",
          files.size(),
          rates[ROUNDS / 2],
          rates[0],
          rates[ROUNDS - 1],
          theirs[ROUNDS / 2],
          theirs[0],
          theirs[ROUNDS - 1],
          rates[ROUNDS / 2] / theirs[ROUNDS / 2]);
    }
  }

  private static double rate(Reader reader, List<byte[]> files) throws Exception {
    long start = System.nanoTime();
    for (byte[] file : files) {
      if (reader.read(file).length != SIZE * SIZE * 3) {
        throw new AssertionError("wrong size");
      }
    }
    return files.size() / ((System.nanoTime() - start) / 1e9);
  }

  private static float[] readByJdk(byte[] file) throws Exception {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    BufferedImage scaled = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = scaled.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(image, 0, 0, SIZE, SIZE, null);
    canvas.dispose();
    int[] pixels = scaled.getRGB(0, 0, SIZE, SIZE, null, 0, SIZE);
    float[] rgb = new float[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (pixels[i] >> 16 & 0xff) / 255f;
      rgb[3 * i + 1] = (pixels[i] >> 8 & 0xff) / 255f;
      rgb[3 * i + 2] = (pixels[i] & 0xff) / 255f;
    }
    return rgb;
  }
}
