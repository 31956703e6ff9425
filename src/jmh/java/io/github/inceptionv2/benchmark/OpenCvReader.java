package io.github.inceptionv2.benchmark;

import static io.github.inceptionv2.benchmark.Contender.SIZE;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.dnn.Dnn;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/**
 * Reads photographs with OpenCV. Large JPEGs are decoded at the smallest of its scales that is
 * large enough.
 */
final class OpenCvReader implements PhotoReader {

  /** The file size from which reading height and width first saves more than it costs. */
  private static final int LARGE_FILE_BYTES = 1 << 20;

  static {
    nu.pattern.OpenCV.loadLocally();
    ImageIO.setUseCache(false);
  }

  @Override
  public void read(byte[] file, FloatBuffer into) throws IOException {
    Mat blob = blob(file);
    float[] values = new float[3 * SIZE * SIZE];
    blob.get(new int[4], values);
    blob.release();
    into.put(values);
  }

  /** Returns one image as OpenCV DNN takes it; the caller releases it. */
  Mat blob(byte[] file) throws IOException {
    MatOfByte bytes = new MatOfByte(file);
    Mat image = Imgcodecs.imdecode(bytes, flags(file));
    int x = image.cols() / MARGIN_DIVISOR;
    int y = image.rows() / MARGIN_DIVISOR;
    Mat middle = image.submat(new Rect(x, y, image.cols() - 2 * x, image.rows() - 2 * y));
    Mat scaled = new Mat();
    Imgproc.resize(middle, scaled, new Size(SIZE, SIZE), 0, 0, Imgproc.INTER_LINEAR);
    Mat blob = Dnn.blobFromImage(scaled, 1 / 255.0, new Size(), new Scalar(0), true);
    for (Mat used : new Mat[] {bytes, image, middle, scaled}) {
      used.release();
    }
    return blob;
  }

  private static int flags(byte[] file) throws IOException {
    if (file.length < LARGE_FILE_BYTES) {
      return Imgcodecs.IMREAD_COLOR;
    }
    int shorter = shorterSide(file) * (MARGIN_DIVISOR - 2) / MARGIN_DIVISOR;
    if (shorter >= 8 * SIZE) {
      return Imgcodecs.IMREAD_REDUCED_COLOR_8;
    } else if (shorter >= 4 * SIZE) {
      return Imgcodecs.IMREAD_REDUCED_COLOR_4;
    }
    return shorter >= 2 * SIZE ? Imgcodecs.IMREAD_REDUCED_COLOR_2 : Imgcodecs.IMREAD_COLOR;
  }

  /** Reads the shorter side with the JDK, because OpenCV cannot tell it without decoding. */
  private static int shorterSide(byte[] file) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      ImageReader reader = ImageIO.getImageReaders(stream).next();
      try {
        reader.setInput(stream, true, true);
        return Math.min(reader.getWidth(0), reader.getHeight(0));
      } finally {
        reader.dispose();
      }
    }
  }
}
