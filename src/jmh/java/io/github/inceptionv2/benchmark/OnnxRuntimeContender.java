package io.github.inceptionv2.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * ONNX Runtime with one session, which its documentation calls safe for several threads, all graph
 * optimizations, and inputs in direct buffers, which it does not copy.
 */
final class OnnxRuntimeContender implements Contender {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final PhotoReader reader;
  private final BatchLoop<FloatBuffer> loop;
  private final ThreadLocal<FloatBuffer> inputs =
      ThreadLocal.withInitial(() -> ChannelsFirst.allocate(1));

  /**
   * Opens the network.
   *
   * @param threads number of threads for one image
   */
  OnnxRuntimeContender(Path onnx, int threads, PhotoReader reader) throws OrtException {
    this.reader = reader;
    try (SessionOptions options = new SessionOptions()) {
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      options.setIntraOpNumThreads(threads);
      session = environment.createSession(onnx.toString(), options);
    }
    loop = PhotoBatches.loop(reader, (input, count) -> run(input, count, "logits"));
  }

  @Override
  public Prepared prepare(List<float[]> images) {
    FloatBuffer input = ChannelsFirst.of(images);
    return () -> run(input, images.size(), "logits");
  }

  private float[][] run(FloatBuffer input, int count, String output) throws OrtException {
    long[] shape = {count, 3, SIZE, SIZE};
    FloatBuffer images = input.slice(0, count * ChannelsFirst.IMAGE);
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, images, shape);
        OrtSession.Result result = session.run(Map.of("images", tensor), Set.of(output))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  private float[] run(byte[] file, String output) throws IOException, OrtException {
    FloatBuffer input = inputs.get();
    reader.read(file, input.clear());
    return run(input.flip(), 1, output)[0];
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
  public void close() throws IOException {
    loop.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IOException(e);
    }
  }
}
