package io.github.inceptionv2.benchmark;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.dnn.Dnn;
import org.opencv.dnn.Net;

/**
 * OpenCV's own DNN module. Its networks are not safe for several threads, so callers take turns;
 * they read their images at the same time.
 */
final class OpenCvContender implements Contender {

  private final OpenCvReader reader = new OpenCvReader();
  private final Net net;
  private final BatchLoop<FloatBuffer> loop;

  OpenCvContender(Path onnx, int threads) {
    Core.setNumThreads(threads);
    net = Dnn.readNetFromONNX(onnx.toString());
    net.setPreferableBackend(Dnn.DNN_BACKEND_OPENCV);
    net.setPreferableTarget(Dnn.DNN_TARGET_CPU);
    loop = PhotoBatches.loop(reader, this::run);
  }

  @Override
  public Prepared prepare(List<float[]> images) {
    Mat blob = blob(ChannelsFirst.of(images), images.size());
    return () -> run(blob, "logits");
  }

  private static Mat blob(FloatBuffer input, int count) {
    Mat blob = new Mat(new int[] {count, 3, SIZE, SIZE}, CvType.CV_32F);
    float[] values = new float[count * ChannelsFirst.IMAGE];
    input.get(0, values);
    blob.put(new int[4], values);
    return blob;
  }

  private float[][] run(FloatBuffer input, int count) {
    Mat blob = blob(input, count);
    float[][] logits = run(blob, "logits");
    blob.release();
    return logits;
  }

  private synchronized float[][] run(Mat blob, String output) {
    net.setInput(blob, "images");
    Mat result = net.forward(output);
    float[][] rows = new float[result.rows()][result.cols()];
    for (int i = 0; i < rows.length; i++) {
      result.get(i, 0, rows[i]);
    }
    result.release();
    return rows;
  }

  private float[] run(byte[] file, String output) throws Exception {
    Mat blob = reader.blob(file);
    float[] result = run(blob, output)[0];
    blob.release();
    return result;
  }

  @Override
  public List<Top> classify(byte[] file) throws Exception {
    return Scores.top(run(file, "logits"), TOP);
  }

  @Override
  public float[] features(byte[] file) throws Exception {
    return run(file, "feature_vector");
  }

  @Override
  public List<List<Top>> classifyAll(List<Path> files) throws Exception {
    return loop.classifyAll(files);
  }

  @Override
  public void close() {
    loop.close();
  }
}
