package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes small JPEGs of image files. Thread-safe. */
public final class Thumbnail {

  private static final float QUALITY = 0.85f;

  private Thumbnail() {}

  /**
   * Returns a JPEG of the whole image, upright and never enlarged.
   *
   * @param longSide the maximum height and width, in pixels
   * @throws UnreadableImageException if the image cannot be read
   */
  public static byte[] jpeg(ImagePipeline pipeline, Path file, int longSide)
      throws IOException, UnreadableImageException {
    return encode(image(pipeline, new ImageData.File(file), View.ALL, longSide));
  }

  /**
   * Returns a view of an image, upright and never enlarged.
   *
   * @param longSide the maximum height and width, in pixels
   * @throws UnreadableImageException if the image cannot be read
   */
  public static BufferedImage image(ImagePipeline pipeline, ImageData data, View view, int longSide)
      throws IOException, UnreadableImageException {
    BufferedImage image;
    try (ImageBatch batch = pipeline.shrink(data, view, longSide)) {
      image = image(batch);
    } catch (NativeException e) {
      throw new UnreadableImageException("cannot be resized (" + e.getMessage() + ")", e);
    }
    boolean isSmall = Math.max(image.getHeight(), image.getWidth()) <= longSide;
    return isSmall ? image : image(pipeline, new ImageData.Buffered(image), View.ALL, longSide);
  }

  private static BufferedImage image(ImageBatch batch) {
    int height = batch.height();
    int width = batch.width();
    float[] rgb = Tensors.toFloats(batch.tensor());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      int pixel = level(rgb[3 * i]) << 16 | level(rgb[3 * i + 1]) << 8 | level(rgb[3 * i + 2]);
      image.setRGB(i % width, i / width, pixel);
    }
    return image;
  }

  private static int level(float value) {
    return Math.round(255 * Math.max(0, Math.min(1, value)));
  }

  /** Returns a JPEG of an image without alpha. */
  public static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // Not ImageIO.createImageOutputStream, which may write the bytes to a temporary file.
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
