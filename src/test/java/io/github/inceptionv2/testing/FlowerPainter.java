package io.github.inceptionv2.testing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Paints the picture {@code images/flower.jpg}: a sunflower under a blue sky. */
public final class FlowerPainter {

  private static final int WIDTH = 480;
  private static final int HEIGHT = 360;

  private FlowerPainter() {}

  /** Writes the picture to the file named by the first argument. */
  public static void main(String[] args) throws Exception {
    ImageIO.write(paint(), "jpg", Path.of(args[0]).toFile());
  }

  public static BufferedImage paint() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    canvas.setPaint(new GradientPaint(0, 0, new Color(0x4a90d9), 0, HEIGHT, new Color(0xd6ecff)));
    canvas.fillRect(0, 0, WIDTH, HEIGHT);
    canvas.setPaint(new Color(0x5b8c3a));
    canvas.fillRect(0, HEIGHT - 50, WIDTH, 50);
    canvas.setPaint(new Color(0x3f7d2c));
    canvas.setStroke(new BasicStroke(12));
    canvas.drawLine(WIDTH / 2, HEIGHT / 2, WIDTH / 2, HEIGHT);
    paintPetals(canvas, 21, 128, new Color(0xe8a200));
    paintPetals(canvas, 17, 112, new Color(0xffcf21));
    canvas.setPaint(new Color(0x5a3517));
    canvas.fill(new Ellipse2D.Double(WIDTH / 2.0 - 48, HEIGHT / 2.0 - 48, 96, 96));
    paintSeeds(canvas);
    canvas.dispose();
    return image;
  }

  private static void paintPetals(Graphics2D canvas, int count, int length, Color color) {
    canvas.setPaint(color);
    for (int i = 0; i < count; i++) {
      AffineTransform turned = AffineTransform.getTranslateInstance(WIDTH / 2.0, HEIGHT / 2.0);
      turned.rotate(2 * Math.PI * i / count);
      canvas.fill(turned.createTransformedShape(new Ellipse2D.Double(20, -14, length - 20, 28)));
    }
  }

  /** Paints seeds on a spiral of the golden angle, as in real sunflowers. */
  private static void paintSeeds(Graphics2D canvas) {
    canvas.setPaint(new Color(0x2e1a0a));
    for (int i = 0; i < 160; i++) {
      double angle = i * 2.399963;
      double radius = 3.6 * Math.sqrt(i);
      double x = WIDTH / 2.0 + radius * Math.cos(angle);
      double y = HEIGHT / 2.0 + radius * Math.sin(angle);
      canvas.fill(new Ellipse2D.Double(x - 1.6, y - 1.6, 3.2, 3.2));
    }
  }
}
