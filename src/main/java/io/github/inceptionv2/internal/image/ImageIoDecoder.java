package io.github.inceptionv2.internal.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/** Reads other formats with {@code javax.imageio} readers of the JDK or the application. */
final class ImageIoDecoder {

  private static final String WAY_OUT = "; or add a javax.imageio reader for it to the class path";

  /** The maximum size of a pixel: four samples of 8 bytes. */
  private static final int MAX_PIXEL_BYTES = 32;

  /** A tile size that even a small image may have: 1024x1024 pixels. */
  private static final long MIN_TILE = 1 << 20;

  /** The maximum size of a pixel that does not count twice. */
  private static final int USUAL_PIXEL_BYTES = 4;

  private ImageIoDecoder() {}

  static ImageHeader header(byte[] file) throws UnreadableImageException {
    ImageReader reader = reader(file);
    try (ImageInputStream in = new ByteArrayImageInput(file)) {
      reader.setInput(in, true, true);
      return header(reader, file);
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      throw new UnreadableImageException("is a damaged raster image (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageHeader header(ImageReader reader, byte[] file)
      throws IOException, UnreadableImageException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    ImageTypeSpecifier type = type(reader);
    int bytes = pixelBytes(type.getSampleModel());
    if (bytes > MAX_PIXEL_BYTES) {
      throw new UnreadableImageException(
          "is a raster image with "
              + bytes
              + " bytes per pixel, expected at most "
              + MAX_PIXEL_BYTES);
    }
    boolean countsTwice = type.getColorModel().hasAlpha() || bytes > USUAL_PIXEL_BYTES;
    int orientation = Math.max(1, Exif.orientation(ByteBuffer.wrap(file))); // only a TIFF has one
    return new ImageHeader(ImageFormat.OTHER, width, height, orientation, countsTwice, false, 1, 0);
  }

  private static ImageTypeSpecifier type(ImageReader reader)
      throws IOException, UnreadableImageException {
    Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
    if (!types.hasNext()) {
      throw new UnreadableImageException("is a raster image whose pixel type is not supported");
    }
    return types.next();
  }

  private static int pixelBytes(SampleModel pixels) {
    int bits = DataBuffer.getDataTypeSize(pixels.getDataType());
    return Math.max(1, pixels.getNumDataElements() * bits / 8);
  }

  static BufferedImage decode(byte[] file, ImageHeader header)
      throws IOException, UnreadableImageException {
    checkMemory(file, header);
    return JdkDecoder.read(reader(file), new ByteArrayImageInput(file), header);
  }

  /**
   * Checks the memory for the image and a tile, which readers hold at the same time. A tile may be
   * as large as the image, or larger in a hostile file.
   */
  private static void checkMemory(byte[] file, ImageHeader header) throws UnreadableImageException {
    ImageReader reader = reader(file);
    try (ImageInputStream in = new ByteArrayImageInput(file)) {
      reader.setInput(in, true, true);
      int bytes = pixelBytes(type(reader).getSampleModel());
      long image = (long) header.width() * header.height();
      long tile =
          reader.isImageTiled(0) ? (long) reader.getTileWidth(0) * reader.getTileHeight(0) : image;
      JdkDecoder.checkHeap((image + Math.max(0, tile)) * bytes);
      if (tile > Math.max(MIN_TILE, 4 * image)) {
        throw new UnreadableImageException(
            "is a damaged raster image (its tiles exceed the image)");
      }
    } catch (IOException
        | RuntimeException
        | OutOfMemoryError
        | StackOverflowError
        | LinkageError e) {
      throw new UnreadableImageException("is a damaged raster image (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private static ImageReader reader(byte[] file) throws UnreadableImageException {
    return ImageReaders.ofContent(file)
        .orElseThrow(() -> new UnreadableImageException(UnsupportedFormat.problem(file, WAY_OUT)));
  }
}
