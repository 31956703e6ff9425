package io.github.inceptionv2.benchmark;

import static io.github.inceptionv2.benchmark.Contender.SIZE;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import javax.imageio.ImageIO;

/** Reads photographs with the JDK: ImageIO and Java2D. */
final class ImageIoReader implements PhotoReader {

  ImageIoReader() {
    ImageIO.setUseCache(false);
  }

  @Override
  public void read(byte[] file, FloatBuffer into) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
    BufferedImage scaled = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    int x = image.getWidth() / MARGIN_DIVISOR;
    int y = image.getHeight() / MARGIN_DIVISOR;
    Graphics2D canvas = scaled.createGraphics();
    canvas.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    canvas.drawImage(
        image, 0, 0, SIZE, SIZE, x, y, image.getWidth() - x, image.getHeight() - y, null);
    canvas.dispose();
    int[] pixels = ((DataBufferInt) scaled.getRaster().getDataBuffer()).getData();
    float[] values = new float[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      values[i] = (pixels[i] >> 16 & 0xff) / 255f;
      values[pixels.length + i] = (pixels[i] >> 8 & 0xff) / 255f;
      values[2 * pixels.length + i] = (pixels[i] & 0xff) / 255f;
    }
    into.put(values);
  }
}
