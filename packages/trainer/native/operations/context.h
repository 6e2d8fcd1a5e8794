/** One run of an operation: its tensors as plain pointers, released when the run is over. */
#pragma once
#include <initializer_list>
#include <string>
#include <vector>

#include "tensorflow/c/kernels.h"
#include "tensorflow/c/tf_tensor.h"

namespace parallax {

class Run {
 public:
  explicit Run(TF_OpKernelContext* context) : context_(context), status_(TF_NewStatus()) {}

  ~Run() {
    if (TF_GetCode(status_) != TF_OK) TF_OpKernelContext_Failure(context_, status_);
    for (TF_Tensor* tensor : tensors_) TF_DeleteTensor(tensor);
    TF_DeleteStatus(status_);
  }

  bool ok() const { return TF_GetCode(status_) == TF_OK; }

  void fail(const std::string& message) {
    if (ok()) TF_SetStatus(status_, TF_INVALID_ARGUMENT, message.c_str());
  }

  /** @returns null when the tensor has no elements: that is how an operation is told that something is absent. */
  const float* input(int index, std::vector<int64_t>* shape = nullptr) {
    TF_Tensor* tensor = nullptr;
    if (ok()) TF_GetInput(context_, index, &tensor, status_);
    if (tensor == nullptr) return nullptr;
    tensors_.push_back(tensor);
    if (shape != nullptr) {
      shape->clear();
      for (int axis = 0; axis < TF_NumDims(tensor); axis++) shape->push_back(TF_Dim(tensor, axis));
    }
    if (TF_TensorElementCount(tensor) == 0) return nullptr;
    return static_cast<const float*>(TF_TensorData(tensor));
  }

  /** @param wanted false: an output without elements, and null */
  float* output(int index, std::vector<int64_t> shape, bool wanted = true) {
    if (!wanted) shape = {0};
    size_t bytes = sizeof(float);
    for (int64_t size : shape) bytes *= size;
    TF_Tensor* tensor = nullptr;
    if (ok()) tensor = TF_AllocateOutput(context_, index, TF_FLOAT, shape.data(), static_cast<int>(shape.size()), bytes, status_);
    if (tensor == nullptr) return nullptr;
    tensors_.push_back(tensor);
    return wanted ? static_cast<float*>(TF_TensorData(tensor)) : nullptr;
  }

 private:
  TF_OpKernelContext* context_;
  TF_Status* status_;
  std::vector<TF_Tensor*> tensors_;
};

/** Tells TensorFlow of an operation and its kernel for the CPU. `signature` has "input: ", "output: " and "attr: " lines. */
void registerOperation(const char* name, std::initializer_list<const char*> signature, void* (*create)(TF_OpKernelConstruction*),
                       void (*compute)(void*, TF_OpKernelContext*), void (*destroy)(void*));

/** Attributes while a kernel is made. */
int64_t attributeInt(TF_OpKernelConstruction* context, const char* name);
std::vector<int64_t> attributeInts(TF_OpKernelConstruction* context, const char* name);
float attributeFloat(TF_OpKernelConstruction* context, const char* name);
bool attributeBool(TF_OpKernelConstruction* context, const char* name);

}  // namespace parallax
