package io.github.inceptionv2.testing;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An ONNX file, opened in ONNX Runtime. */
public final class OnnxModel implements AutoCloseable {

  private static final int COLORS = 3;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  public OnnxModel(Path file) throws OrtException {
    session = environment.createSession(file.toString());
  }

  /** Computes all outputs for images of one size and returns their rows by name. */
  public Map<String, float[][]> run(List<float[]> images, int height, int width)
      throws OrtException {
    FloatBuffer values = FloatBuffer.allocate(images.size() * height * width * COLORS);
    images.forEach(values::put);
    long[] shape = {images.size(), height, width, COLORS};
    Map<String, float[][]> rows = new LinkedHashMap<>();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values.flip(), shape);
        OrtSession.Result result = session.run(Map.of("images", tensor))) {
      for (Map.Entry<String, ?> output : result) {
        rows.put(output.getKey(), (float[][]) result.get(output.getKey()).get().getValue());
      }
    }
    return rows;
  }

  /** Returns the names and shapes of all outputs; -1 is an unknown length. */
  public Map<String, List<Long>> outputs() throws OrtException {
    Map<String, List<Long>> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, NodeInfo> output : session.getOutputInfo().entrySet()) {
      long[] shape = ((TensorInfo) output.getValue().getInfo()).getShape();
      outputs.put(output.getKey(), Arrays.stream(shape).boxed().toList());
    }
    return outputs;
  }

  /** Returns an entry of the file's metadata. */
  public Optional<String> metadata(String key) throws OrtException {
    return session.getMetadata().getCustomMetadataValue(key);
  }

  /** Returns the name of the program that wrote the file. */
  public String producer() throws OrtException {
    return session.getMetadata().getProducerName();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
