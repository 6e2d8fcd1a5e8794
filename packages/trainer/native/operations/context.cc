#include "context.h"

#include <algorithm>
#include <stdexcept>

#include "tensorflow/c/ops.h"

namespace parallax {

namespace {

struct Status {
  TF_Status* status = TF_NewStatus();
  ~Status() { TF_DeleteStatus(status); }
  void check() const {
    if (TF_GetCode(status) != TF_OK) throw std::runtime_error(TF_Message(status));
  }
};

/** A failure makes the kernel's construction fail, which TensorFlow reports with the operation. */
template <typename Read>
void readAttribute(TF_OpKernelConstruction* context, Read read) {
  Status status;
  read(status.status);
  if (TF_GetCode(status.status) != TF_OK) TF_OpKernelConstruction_Failure(context, status.status);
}

}  // namespace

void registerOperation(const char* name, std::initializer_list<const char*> signature, void* (*create)(TF_OpKernelConstruction*),
                       void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*)) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
  for (const std::string line : signature) {
    const std::string kind = line.substr(0, line.find(": ")), spec = line.substr(line.find(": ") + 2);
    if (kind == "input") TF_OpDefinitionBuilderAddInput(definition, spec.c_str());
    else if (kind == "output") TF_OpDefinitionBuilderAddOutput(definition, spec.c_str());
    else TF_OpDefinitionBuilderAddAttr(definition, spec.c_str());
  }
  TF_RegisterOpDefinition(definition, status.status);
  status.check();
  TF_KernelBuilder* kernel = TF_NewKernelBuilder(name, "CPU", create, compute, destroy);
  TF_RegisterKernelBuilder(name, kernel, status.status);
  status.check();
}

int64_t attributeInt(TF_OpKernelConstruction* context, const char* name) {
  int64_t value = 0;
  readAttribute(context, [&](TF_Status* status) { TF_OpKernelConstruction_GetAttrInt64(context, name, &value, status); });
  return value;
}

std::vector<int64_t> attributeInts(TF_OpKernelConstruction* context, const char* name) {
  int32_t count = 0, bytes = 0;
  readAttribute(context, [&](TF_Status* status) { TF_OpKernelConstruction_GetAttrSize(context, name, &count, &bytes, status); });
  std::vector<int64_t> values(std::max(count, 0));
  readAttribute(context, [&](TF_Status* status) {
    TF_OpKernelConstruction_GetAttrInt64List(context, name, values.data(), static_cast<int>(values.size()), status);
  });
  return values;
}

float attributeFloat(TF_OpKernelConstruction* context, const char* name) {
  float value = 0;
  readAttribute(context, [&](TF_Status* status) { TF_OpKernelConstruction_GetAttrFloat(context, name, &value, status); });
  return value;
}

bool attributeBool(TF_OpKernelConstruction* context, const char* name) {
  TF_Bool value = 0;
  readAttribute(context, [&](TF_Status* status) { TF_OpKernelConstruction_GetAttrBool(context, name, &value, status); });
  return value != 0;
}

}  // namespace parallax
