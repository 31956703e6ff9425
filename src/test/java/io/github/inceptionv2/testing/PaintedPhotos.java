package io.github.inceptionv2.testing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Paints directories of pictures that differ in shape but not in colour. */
public final class PaintedPhotos {

  private static final int SIZE = 96;

  private PaintedPhotos() {}

  /** Writes {@code count} pictures of rings and as many of stripes into subdirectories. */
  public static Path folder(Path directory, int count) throws IOException {
    Random random = new Random(count);
    for (String label : new String[] {"rings", "stripes"}) {
      Path folder = Files.createDirectories(directory.resolve(label));
      for (int i = 0; i < count; i++) {
        BufferedImage picture = paint(label.equals("rings"), random);
        ImageIO.write(picture, "png", folder.resolve(label + "-" + i + ".png").toFile());
      }
    }
    return directory;
  }

  /** Returns a picture as large as a photograph, which takes long to decode. */
  public static byte[] jpeg(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.drawImage(paint(true, new Random(1)), 0, 0, width, height, null);
    canvas.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", bytes);
    return bytes.toByteArray();
  }

  /** Writes a picture at two thirds of its size. */
  public static Path smaller(Path photo, Path png) throws IOException {
    BufferedImage image = ImageIO.read(photo.toFile());
    int width = image.getWidth() * 2 / 3;
    int height = image.getHeight() * 2 / 3;
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = smaller.createGraphics();
    canvas.drawImage(image, 0, 0, width, height, null);
    canvas.dispose();
    ImageIO.write(smaller, "png", png.toFile());
    return png;
  }

  private static BufferedImage paint(boolean isRings, Random random) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setPaint(color(random));
    canvas.fillRect(0, 0, SIZE, SIZE);
    canvas.setPaint(color(random));
    canvas.setStroke(new BasicStroke(4 + random.nextInt(3)));
    int distance = 12 + random.nextInt(6);
    int shift = random.nextInt(20);
    for (int at = distance; at < 2 * SIZE; at += distance) {
      if (isRings) {
        canvas.drawOval(SIZE / 2 - at + shift, SIZE / 2 - at, 2 * at, 2 * at);
      } else {
        canvas.drawLine(at + shift, 0, at + shift - SIZE, SIZE);
      }
    }
    canvas.dispose();
    return image;
  }

  private static Color color(Random random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }
}
