package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.graph.Role;
import io.github.inceptionv2.internal.graph.Roles;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Finds a module's roles by its signatures, since tensor names differ between exporters.
 *
 * <p>Hub's image modules have an output called {@code default} in {@code image_classification} and
 * {@code image_feature_vector}, with endpoints beside it (Hub's "Common Signatures for Images").
 * SavedModels for serving have {@code logits} or {@code feature_vector} in {@code serving_default}.
 */
final class SignatureReader {

  static final String CLASSIFICATION = "image_classification";
  static final String FEATURE_VECTOR = "image_feature_vector";
  static final String SERVING_DEFAULT = "serving_default";
  static final String DEFAULT = "default";
  static final String IMAGES = "images";
  static final String SERVING_INPUTS = "inputs";
  static final String SERVING_LOGITS = "logits";
  static final String SERVING_FEATURES = "feature_vector";

  /** The prefix of endpoint names in Hub's modules. */
  static final String ENDPOINT_PREFIX = "InceptionV2/";

  private static final int CHANNELS = 3;

  private final Path file;
  private final int classes;
  private final Map<String, SignatureDef> signatures;

  /**
   * Creates a reader for the signatures of {@code graph}, whose variables have {@code classes}
   * logits.
   */
  SignatureReader(Path file, MetaGraphDef graph, int classes) {
    this.file = file;
    this.classes = classes;
    this.signatures = new TreeMap<>(graph.getSignatureDefMap());
  }

  Roles read() throws ModelFormatException {
    Optional<Role> logits = either(CLASSIFICATION, DEFAULT, SERVING_LOGITS);
    Optional<Role> features = either(FEATURE_VECTOR, DEFAULT, SERVING_FEATURES);
    if (logits.isEmpty() && features.isEmpty()) {
      throw new ModelFormatException(
          file,
          "has the signatures "
              + describe()
              + ", expected "
              + CLASSIFICATION
              + " or "
              + FEATURE_VECTOR
              + " with the output "
              + DEFAULT
              + ", or "
              + SERVING_DEFAULT
              + " with "
              + SERVING_LOGITS
              + " or "
              + SERVING_FEATURES);
    }
    Map<String, Role> endpoints = new LinkedHashMap<>();
    addEndpoints(FEATURE_VECTOR, endpoints);
    addEndpoints(CLASSIFICATION, endpoints);
    Roles roles = new Roles(logits, features, endpoints);
    check(roles);
    return roles;
  }

  /** Returns the output of a Hub signature, or else that of the signature for serving. */
  private Optional<Role> either(String name, String output, String servingOutput)
      throws ModelFormatException {
    Optional<Role> hub = role(name, output);
    return hub.isPresent() ? hub : role(SERVING_DEFAULT, servingOutput);
  }

  private Optional<Role> role(String name, String output) throws ModelFormatException {
    SignatureDef signature = signatures.get(name);
    if (signature == null || !signature.containsOutputs(output)) {
      return Optional.empty();
    }
    return Optional.of(role(name, signature, signature.getOutputsOrThrow(output)));
  }

  private Role role(String name, SignatureDef signature, TensorInfo output)
      throws ModelFormatException {
    TensorInfo images =
        signature.getInputsOrDefault(IMAGES, signature.getInputsOrDefault(SERVING_INPUTS, null));
    if (images == null) {
      throw new ModelFormatException(
          file,
          "signature "
              + name
              + " has the inputs "
              + signature.getInputsMap().keySet()
              + ", expected images");
    }
    checkFloat(name, images);
    checkFloat(name, output);
    return new Role(images.getName(), shape(images), output.getName(), shape(output));
  }

  private void addEndpoints(String name, Map<String, Role> endpoints) throws ModelFormatException {
    SignatureDef signature = signatures.get(name);
    if (signature == null) {
      return;
    }
    for (Map.Entry<String, TensorInfo> output :
        new TreeMap<>(signature.getOutputsMap()).entrySet()) {
      if (output.getKey().startsWith(ENDPOINT_PREFIX)) {
        endpoints.put(
            output.getKey().substring(ENDPOINT_PREFIX.length()),
            role(name, signature, output.getValue()));
      }
    }
  }

  private void check(Roles roles) throws ModelFormatException {
    for (Role role : roles.all()) {
      List<Long> images = role.imagesShape();
      if (images.size() != 4 || images.get(3) != CHANNELS) {
        throw new ModelFormatException(
            file,
            "computes "
                + role.tensor()
                + " from images of shape "
                + images
                + ", expected [batch, height, width, 3]");
      }
      ImageSizes.checkFixed(file, images);
    }
    if (roles.logits().isPresent()) {
      checkShape("logits", roles.logits().get(), classes);
    }
    if (roles.featureVector().isPresent()) {
      checkShape("a feature vector", roles.featureVector().get(), Architecture.FEATURES);
    }
  }

  private void checkShape(String name, Role role, long size) throws ModelFormatException {
    List<Long> shape = role.shape();
    if (shape.size() != 2 || shape.get(1) != size) {
      throw new ModelFormatException(
          file,
          "has a signature with "
              + name
              + " of shape "
              + shape
              + ", expected [batch, "
              + size
              + "], as in its variables");
    }
  }

  private void checkFloat(String signature, TensorInfo tensor) throws ModelFormatException {
    if (tensor.getDtype() != DataType.DT_FLOAT) {
      throw new ModelFormatException(
          file,
          "signature "
              + signature
              + " has tensor "
              + tensor.getName()
              + " of "
              + tensor.getDtype()
              + ", expected DT_FLOAT");
    }
  }

  private static List<Long> shape(TensorInfo tensor) {
    return tensor.getTensorShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }

  private String describe() {
    Map<String, String> found = new TreeMap<>();
    signatures.forEach(
        (name, signature) ->
            found.put(
                name,
                new TreeMap<>(signature.getInputsMap()).keySet()
                    + " -> "
                    + new TreeMap<>(signature.getOutputsMap()).keySet()));
    return found.toString();
  }
}
